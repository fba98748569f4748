"""A report shaped like the one Hưng Yên sent in 2023: its words, plus a table, a chart and annexes it lacked.

The figures of the table, the chart and the annexes are made up for the tests and say so on the paper.
"""

from datetime import UTC, datetime
from decimal import Decimal

from papers.blocks import (
    Align,
    Bar,
    Cell,
    ChartBlock,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphKind,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from papers.model import Annex, Document, IssueDate, Letterhead, Metadata, Signature
from papers.part import Source

PROGRAMME = (
    "Chương trình quốc gia hỗ trợ tổ chức, doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa "
    "giai đoạn 2021-2030"
)
LABOUR = (Source("submission", "HY-2023-07", "Sở Lao động – Thương binh và Xã hội"),)
SCIENCE = (Source("submission", "HY-2023-01", "Sở Khoa học và Công nghệ"),)

LETTERHEAD = Letterhead(
    superior="UBND tỉnh Hưng Yên",
    issuer="Sở Khoa học và Công nghệ",
    symbol="BC-SKHCN",
    place="Hưng Yên",
    kind="Báo cáo",
    title=f"Kết quả thực hiện nhiệm vụ năm 2023 của {PROGRAMME}",
    date=IssueDate(2023, 11),
    addressees=("UBND tỉnh Hưng Yên", "Bộ Khoa học và Công nghệ"),
)

INTRODUCTION = (
    Paragraph.of(
        "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ phê duyệt Chương trình quốc gia "
        "hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa giai đoạn 2021-2030; Kế hoạch số "
        f"101/KH-UBND ngày 30/6/2021 của UBND tỉnh Hưng Yên thực hiện {PROGRAMME} trên địa bàn tỉnh Hưng Yên.",
        ParagraphKind.CITATION,
    ),
    Paragraph.of(
        "Căn cứ Công văn số 3185/UBND-KGVX ngày 21/11/2023 của UBND tỉnh Hưng Yên và Công văn số 4258/BKHCN-TĐC ngày "
        "17/11/2023 của Bộ Khoa học và Công nghệ về việc báo cáo kết quả thực hiện nhiệm vụ năm 2023 của "
        f"{PROGRAMME}. Ngày 22/11/2023, Sở Khoa học và Công nghệ ban hành Công văn số 955/SKHCN-TĐC gửi các Sở, ban, "
        "ngành tỉnh; UBND các huyện, thị xã, thành phố; Liên minh HTX tỉnh; Hiệp hội doanh nghiệp tỉnh; Liên hiệp các "
        "hội khoa học kỹ thuật tỉnh và các đơn vị có liên quan yêu cầu báo cáo. Sở Khoa học và Công nghệ tổng hợp và "
        "báo cáo kết quả như sau:"
    ),
)
DOCUMENTS = ListBlock(
    (
        ListItem.of(
            "Quyết định số 843/QĐ-UBND ngày 11/4/2023 của UBND tỉnh Hưng Yên về việc tiếp tục thực hiện Đề án mỗi xã "
            "một sản phẩm tỉnh Hưng Yên giai đoạn 2023-2025;"
        ),
        ListItem.of(
            "Kế hoạch số 41/KH-UBND ngày 06/3/2023 của UBND tỉnh Hưng Yên về việc triển khai hoạt động giáo dục nghề "
            "nghiệp tỉnh Hưng Yên năm 2023;",
            source=LABOUR,
        ),
        ListItem.of(
            "Công văn số 1839/SLĐTBXH-GDNN ngày 08/5/2023 của Sở Lao động – Thương binh và Xã hội về việc đề xuất "
            "nhiệm vụ, giải pháp nâng cao chỉ số thành phần “Dịch vụ hỗ trợ doanh nghiệp” trong bộ chỉ số năng lực "
            "cạnh tranh cấp tỉnh PCI năm 2023.",
            source=LABOUR,
        ),
    )
)
CAMPAIGN = ListBlock(
    (
        ListItem.of(
            "Tuyên truyền, phổ biến sâu rộng đến các doanh nghiệp, tổ chức, cá nhân sản xuất, kinh doanh trên địa bàn "
            "tỉnh về:",
            ListItem(
                (
                    Run("Ngày Tiêu chuẩn Thế giới 14/10 ("),
                    Run("World Standards Day/International standards day", italic=True),
                    Run(")."),
                )
            ),
            ListItem.of(
                "Các hoạt động nâng cao năng suất chất lượng sản phẩm, hàng hóa thông qua việc thực hiện Kế hoạch số "
                "101/KH-UBND ngày 30/6/2021 của UBND tỉnh Hưng Yên."
            ),
            source=SCIENCE,
        ),
        ListItem.of(
            "Thực hiện treo băng zôn, chạy băng chữ led tại trụ sở đơn vị, trên một số tuyến đường phố chính để tuyên "
            "truyền kỷ niệm 53 năm Ngày Tiêu chuẩn Thế Giới (14/10/1970 - 14/10/2023).",
            source=SCIENCE,
        ),
    )
)
INTEGRATED = (
    Paragraph(
        (Run("* Hỗ trợ cá nhân, tổ chức, doanh nghiệp khởi nghiệp đổi mới sáng tạo", bold=True, italic=True),)
    ),
    Paragraph.of(
        "Sở Khoa học và Công nghệ hỗ trợ marketing, tuyên truyền, quảng bá sản phẩm cho các tổ chức, cá nhân có ý tưởng "
        "khởi nghiệp, sản xuất kinh doanh các sản phẩm tiêu biểu của tỉnh thông qua thực hiện 08 phóng sự về khởi "
        "nghiệp đổi mới sáng tạo, sở hữu trí tuệ trên Đài Phát thanh và Truyền hình tỉnh; hỗ trợ kinh phí cho 05 doanh "
        "nghiệp khởi nghiệp đổi mới sáng tạo theo Nghị Quyết số 295/2020/NQ-HĐND ngày 10/7/2020 của Hội đồng nhân dân "
        "tỉnh về việc ban hành nội dung và mức chi thực hiện Đề án “Hỗ trợ hệ sinh thái khởi nghiệp đổi mới sáng tạo "
        "quốc gia đến năm 2025” trên địa bàn tỉnh.",
        source=SCIENCE,
    ),
)
TARGETS = TableBlock(
    caption="Kết quả thực hiện chỉ tiêu (số liệu minh họa)",
    columns=(
        Column("TT", 5, Align.CENTER),
        Column("Chỉ tiêu", 40),
        Column("Đơn vị tính", 13, Align.CENTER),
        Column("Chỉ tiêu đến năm 2025", 14),
        Column("Năm 2023", 12, Align.CENTER, group="Kết quả"),
        Column("Lũy kế", 12, group="Kết quả"),
        Column("So với chỉ tiêu", 12, unit="%"),
    ),
    rows=(
        Row((Cell("Đào tạo nguồn nhân lực"),), RowKind.GROUP),
        Row(
            (
                Cell("1"),
                Cell("Cán bộ được đào tạo về năng suất chất lượng"),
                Cell("lượt người"),
                *(Cell(text, numeric=True) for text in ("2.000", "325", "1.234", "61,7")),
            )
        ),
        Row(
            (
                Cell(),
                Cell("Trong đó: chuyên gia năng suất chất lượng"),
                Cell("người"),
                *(Cell(text, numeric=True) for text in ("20", "3", "11", "55")),
            ),
            RowKind.CHILD,
        ),
        Row((Cell("Hỗ trợ doanh nghiệp"),), RowKind.GROUP),
        Row(
            (
                Cell("2"),
                Cell("Doanh nghiệp được hướng dẫn áp dụng hệ thống quản lý, công cụ cải tiến"),
                Cell("doanh nghiệp"),
                Cell("40", numeric=True),
                Cell("không phát sinh"),
                Cell("12", numeric=True),
                Cell("30", numeric=True),
            )
        ),
        Row(
            (
                Cell("3"),
                Cell("Sản phẩm được chứng nhận hợp chuẩn, hợp quy"),
                Cell("sản phẩm"),
                Cell("10", numeric=True),
                Cell("chưa báo cáo"),
                Cell("0", numeric=True),
                Cell("0", numeric=True),
            )
        ),
        Row(
            (
                Cell(),
                Cell("Tổng số doanh nghiệp (không trùng)"),
                Cell("doanh nghiệp"),
                *(Cell(text, numeric=True) for text in ("50", "0", "12", "24")),
            ),
            RowKind.TOTAL,
        ),
    ),
    note="Ghi chú: “không phát sinh” là đơn vị đã báo cáo không có kết quả; “chưa báo cáo” là chưa nhận được số liệu.",
)
CHART = ChartBlock(
    title="Đào tạo đã đạt hơn một nửa chỉ tiêu; hỗ trợ doanh nghiệp mới đạt 30%",
    unit="% chỉ tiêu đến năm 2025, số liệu minh họa",
    bars=(
        Bar("Cán bộ được đào tạo về năng suất chất lượng", Decimal("61.7"), Decimal(100)),
        Bar("Chuyên gia năng suất chất lượng", Decimal(55), Decimal(100)),
        Bar(
            "Doanh nghiệp được hướng dẫn áp dụng hệ thống quản lý, công cụ cải tiến",
            Decimal(30),
            Decimal(100),
        ),
        Bar("Sản phẩm được chứng nhận hợp chuẩn, hợp quy", None, Decimal(100), "chưa báo cáo"),
    ),
)
DIFFICULTIES = ListBlock(
    (
        ListItem.of(
            "Bộ, Ban, Ngành Trung ương: chưa xây dựng cơ chế tài chính cụ thể để sử dụng kinh phí cho phù hợp; chưa thực "
            "hiện hỗ trợ kinh phí cho địa phương; công tác tổ chức hội thảo, trao đổi, kinh nghiệm cho địa phương chưa "
            "nhiều."
        ),
        ListItem.of(
            "Các nội dung của chương trình quốc gia theo hình thức nhiệm vụ khoa học công nghệ có thông qua hội đồng "
            "tuyển chọn, thẩm định là rất khó thực hiện đối với các cơ quan, tổ chức triển khai nhiệm vụ."
        ),
    )
)
NO_EVENT = "Năm 2023 không phát sinh nội dung này."
BODY = (
    *INTRODUCTION,
    Heading(1, "Tình hình triển khai và kết quả thực hiện Chương trình", "I."),
    Heading(2, "Công tác lãnh đạo, chỉ đạo triển khai thực hiện", "1."),
    Heading(3, "Về xây dựng kế hoạch triển khai thực hiện", "a)"),
    Paragraph.of(
        "Năm 2023 các Sở, ban, ngành đã tham mưu UBND tỉnh Hưng Yên ban hành các Quyết định, Kế hoạch cụ thể:"
    ),
    DOCUMENTS,
    Heading(
        3,
        "Về thực hiện lồng ghép các nhiệm vụ của Chương trình trong các nhiệm vụ, đề án, chương trình khác tại địa phương",
        "b)",
    ),
    *INTEGRATED,
    Heading(
        2,
        "Kết quả thực hiện các nhiệm vụ thuộc Chương trình theo từng nhóm nhiệm vụ, giải pháp tại Quyết định số "
        "1322/QĐ-TTg, cụ thể:",
        "2.",
    ),
    Heading(3, "Tăng cường công tác thông tin, truyền thông về năng suất chất lượng", "2.2."),
    Paragraph.of(
        "Tham mưu lãnh đạo Sở Khoa học và Công nghệ tổ chức tuyên truyền “Hoạt động tiêu chuẩn hóa, nâng cao năng suất "
        "chất lượng sản phẩm và kỷ niệm ngày Tiêu chuẩn thế giới 14/10” năm 2023 với các nội dung:",
        source=SCIENCE,
    ),
    CAMPAIGN,
    Heading(
        3,
        "Hỗ trợ doanh nghiệp áp dụng tiêu chuẩn, quy chuẩn kỹ thuật, hệ thống quản lý, công cụ cải tiến năng suất chất "
        "lượng, công cụ hỗ trợ cho sản xuất thông minh, dịch vụ thông minh",
        "2.3.",
    ),
    Paragraph.of("Năm 2023 không hỗ trợ doanh nghiệp nội dung này.", ParagraphKind.NIL),
    Heading(3, "Đẩy mạnh hợp tác quốc tế về năng suất chất lượng", "2.6."),
    Paragraph.of(NO_EVENT, ParagraphKind.NIL),
    Heading(
        1,
        "Đánh giá kết quả, hiệu quả đã đạt được trong năm 2023 và lũy kế kết quả, hiệu quả đạt được từ đầu Chương trình "
        "đến hết năm 2023",
        "II.",
    ),
    Heading(2, "Đánh giá kết quả, hiệu quả", "1."),
    Paragraph.of(
        "Mức đóng góp của năng suất các nhân tố tổng hợp (TFP): chưa có số liệu.", ParagraphKind.MISSING
    ),
    TARGETS,
    CHART,
    Heading(2, "Những tồn tại và vướng mắc", "2."),
    DIFFICULTIES,
    Heading(1, "Đề xuất, kiến nghị", "III."),
    Paragraph.of(
        "Sở Khoa học và Công nghệ đề nghị với Bộ Khoa học và Công nghệ, UBND tỉnh quan tâm, xem xét xây dựng cơ chế "
        "chính sách, bố trí kinh phí để tiếp tục thực hiện Kế hoạch số 101/KH-UBND ngày 30/6/2021 của UBND tỉnh."
    ),
)


def long_table(rows: int) -> TableBlock:
    """Return a table of nine columns and so many enterprises that do not exist."""
    titles = (
        "TT",
        "Doanh nghiệp",
        "Mã số thuế",
        "Địa chỉ",
        "Nội dung hỗ trợ",
        "Năm",
        "Kinh phí",
        "Chứng nhận",
        "Ghi chú",
    )
    shares = (4, 20, 10, 18, 18, 5, 9, 9, 7)
    return TableBlock(
        columns=tuple(
            Column(title, share, unit="triệu đồng" if title == "Kinh phí" else "")
            for title, share in zip(titles, shares, strict=True)
        ),
        rows=tuple(
            Row(
                (
                    Cell(str(n), numeric=True),
                    Cell(f"Công ty trách nhiệm hữu hạn minh họa số {n}"),
                    Cell(f"{n:010d}", numeric=True),
                    Cell(f"Xã minh họa {n % 40}, tỉnh Hưng Yên"),
                    Cell("Áp dụng hệ thống quản lý chất lượng"),
                    Cell("2023"),
                    Cell(f"{n % 90},5", numeric=True),
                    Cell("TCVN ISO 9001:2015"),
                    Cell(),
                )
            )
            for n in range(1, rows + 1)
        ),
    )


RETURNS = TableBlock(
    columns=(Column("TT", 8, Align.CENTER), Column("Đơn vị", 62), Column("Tình trạng", 30)),
    rows=(
        Row((Cell("1"), Cell("Sở Lao động – Thương binh và Xã hội"), Cell("đã báo cáo")), source=LABOUR),
        Row((Cell("2"), Cell("Liên minh HTX tỉnh"), Cell("không phát sinh"))),
        Row((Cell("3"), Cell("Hiệp hội doanh nghiệp tỉnh"), Cell("chưa báo cáo"))),
    ),
)


def sample_document(*, draft: bool = True, rows: int = 30, **changes: object) -> Document:
    """Return the sample report; `rows` enterprises stand in its landscape annex."""
    facts = {
        "letterhead": LETTERHEAD,
        "signature": Signature("PHÓ GIÁM ĐỐC", "Nguyễn Thái Kiều Ngân", ("KT. GIÁM ĐỐC",)),
        "blocks": BODY,
        "closing": "Sở Khoa học và Công nghệ trân trọng báo cáo UBND tỉnh và Bộ Khoa học và Công nghệ./.",
        "recipients": ("- Như trên;", "- GĐ Sở, các Phó GĐ Sở;", "- Lưu: VT, TĐC."),
        "annexes": (
            Annex("Doanh nghiệp được hỗ trợ (số liệu minh họa)", (long_table(rows),), "I", landscape=True),
            Annex("Tình hình báo cáo của các đơn vị (số liệu minh họa)", (RETURNS,), "II"),
        ),
        "draft": draft,
        "metadata": Metadata("HY-BC-2023", 1, datetime(2023, 11, 25, 8, 0, tzinfo=UTC), ("1322/QĐ-TTg",)),
    }
    return Document(**(facts | changes))
