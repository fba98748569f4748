"""The annex of those who were helped, by name."""

from collections.abc import Iterator

from common.formatting import administrative_date, money, small_count
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.wording import source_of
from papers.blocks import Align, Block, Cell, Column, Paragraph, Row, RowKind, TableBlock
from papers.model import Annex
from papers.part import Source
from reporting.models import SupportedEnterprise
from reporting.queries.helped import Helped, helped_in
from support.models import Support

TITLE = "Danh sách tổ chức, doanh nghiệp được hỗ trợ"
GROUPS = {
    "supports": "Hỗ trợ đã nghiệm thu theo sổ hỗ trợ của cổng",
    "named": "Do các đơn vị nêu tên (thuộc Chương trình)",
    "integrated": "Do các đơn vị nêu tên (lồng ghép, không cộng với Chương trình)",
}


def helped(draft: Draft) -> Annex | None:
    """Everybody helped, under where it is known from; none where nobody is named."""
    found = helped_in(draft.period)
    if not (found.named or found.integrated or found.supports):
        return None
    return Annex(TITLE, tuple(_blocks(found)), landscape=True)


def _blocks(found: Helped) -> Iterator[Block]:
    told = {"supports": found.supports, "named": found.named, "integrated": found.integrated}
    counts = "; ".join(
        f"{title[0].lower()}{title[1:]}: {small_count(len(told[name]))} lượt"
        for name, title in GROUPS.items()
        if told[name]
    )
    yield Paragraph.of(
        f"{counts[0].upper()}{counts[1:]}. Một tổ chức, doanh nghiệp được hỗ trợ nhiều nội dung có nhiều dòng, khi "
        "tính chỉ tiêu chỉ tính một lần; tên do đơn vị nêu có thể trùng với sổ hỗ trợ nên các nhóm không cộng với nhau."
    )
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Tổ chức, doanh nghiệp", 32),
        Column("Nội dung hỗ trợ", 31),
        Column("Đơn vị báo cáo", 18),
        Column("Nghiệm thu", 14, Align.CENTER),
    )
    yield TableBlock(columns, tuple(_rows(found)))


def _rows(found: Helped) -> Iterator[Row]:
    place = 0
    for name, title in GROUPS.items():
        rows: tuple[Support | SupportedEnterprise, ...] = getattr(found, name)
        if rows:
            yield Row((Cell(title),), RowKind.GROUP)
        for row in rows:
            place += 1
            yield _of_books(place, row) if isinstance(row, Support) else _of_a_form(place, row)


def _of_books(place: int, support: Support) -> Row:
    amount = f" ({money(support.amount)})" if support.amount else ""
    cells = (
        Cell(str(place)),
        Cell(support.enterprise.name),
        Cell(f"{support.content.short}{amount}"),
        Cell("Sở Khoa học và Công nghệ"),
        Cell(administrative_date(support.accepted_on)),
    )
    return Row(cells, source=(Source("support", str(support.pk)),))


def _of_a_form(place: int, row: SupportedEnterprise) -> Row:
    product = f" ({row.product})" if row.product else ""
    unit = row.figure.line.submission.organisation.name
    cells = (
        Cell(str(place)),
        Cell(row.enterprise.name),
        Cell(f"{row.content}{product}"),
        Cell(unit),
        Cell(""),
    )
    return Row(cells, source=(source_of(row.figure),))
