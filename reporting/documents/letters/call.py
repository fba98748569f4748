"""The call letter: on which grounds, what to report, how, until when; annexes with the outline and the units."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress

from common.errors import RuleBroken
from common.formatting import administrative_date
from papers.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphKind,
    Row,
    RowKind,
    TableBlock,
)
from papers.letter import OPEN, contact, day_words, together
from papers.model import Annex, Document
from papers.text import roman
from programmes.documents.citations import ABOUT, full_name
from reporting.documents.letters import form
from reporting.documents.outline import Outline, from_row, headings_of, outline_for
from reporting.models import PeriodKind, ReportingPeriod
from reporting.queries.letter_facts import CallFacts
from reporting.queries.wording import period_key

CLOSING = "Đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện đúng nội dung và thời hạn nêu trên./."
NONE = "-"
RANGE = 3
TASKS = (Column("Mã", 10, Align.CENTER), Column("Nhiệm vụ", 90))
ROLES = {
    "leads": Column("Chủ trì", 14, Align.CENTER),
    "helps": Column("Phối hợp", 18, Align.CENTER),
    "shares": Column("Theo nhóm", 26, Align.CENTER),
}
NOTE = (
    "Cột “Theo nhóm”: nhiệm vụ giao chung cho nhóm cơ quan, đơn vị; nếu không phát sinh, đơn vị chỉ cần khai "
    "“không phát sinh”."
)


def compose_call(facts: CallFacts, *, at: dt.datetime | None = None) -> Document:
    """Write the call letter of a period, or of the proposal of one; a draft until the registry numbers it.

    ``at`` is the moment of composition for the file's description (now). Raises DocumentRefused when something
    cannot be printed.
    """
    asked = [unit for unit in facts.units if not unit.is_ours]
    outline = _outline_of(facts)
    annexes = _annexes(facts, headings_of(outline, facts.period) if outline else ())
    return form.written(
        facts.paper,
        title=f"đề nghị báo cáo {form.subject_of(facts.period)}",
        to=form.addressees(asked, facts.paper.place, annexes[-1].label),
        blocks=tuple(_body(facts, annexes)),
        annexes=annexes,
        closing=CLOSING,
        reference=_reference(facts.period, outline),
        at=at,
    )


def _reference(period: ReportingPeriod, outline: Outline | None) -> str:
    """What the letter is about, and the outline it carries: the checks of the report ask for it."""
    carried = f"; {outline.key} v{outline.version}" if outline else ""
    return f"{period.plan.key}/{period_key(period)}; call{carried}"


def _body(facts: CallFacts, annexes: tuple[Annex, ...]) -> Iterator[Block]:
    yield from _grounds(facts)
    yield Heading(2, "Nội dung báo cáo", "1.")
    yield _contents(facts, annexes)
    yield Heading(2, "Số liệu báo cáo", "2.")
    yield _figures(facts)
    yield Heading(2, "Cách thức báo cáo", "3.")
    yield _ways(facts)
    yield Heading(2, "Thời hạn", "4.")
    yield Paragraph.of(_days(facts))
    yield Heading(2, "Đầu mối liên hệ", "5.")
    yield Paragraph.of(contact(form.issuer_of_letter(facts.paper)))


def _grounds(facts: CallFacts) -> Iterator[Block]:
    """The programme's decision, the plan, what the plan says about reporting, the letters DOST received."""
    plan = facts.period.plan.document
    yield Paragraph.of(f"Thực hiện {full_name(facts.decision)}; {form.plan_in_full(plan)}.")
    for clause in facts.clauses:
        yield Paragraph.of(
            f"{plan.kind_in_documents} giao {clause.who}: “{clause.words.rstrip('.')}”.",
            ParagraphKind.CITATION,
        )
    if facts.received:
        cited = "; ".join(full_name(document, about=ABOUT) for document in facts.received)
        yield Paragraph.of(f"Căn cứ {cited}.")
    superiors = " và ".join(facts.paper.setting.addressees)
    purpose = f"Để tổng hợp, báo cáo {superiors} đúng thời hạn" if superiors else "Để tổng hợp báo cáo"
    yield Paragraph.of(
        f"{purpose}, {form.issuer_of_letter(facts.paper)} đề nghị các cơ quan, đơn vị báo cáo "
        f"{form.subject_of(facts.period)} như sau:"
    )


def _contents(facts: CallFacts, annexes: tuple[Annex, ...]) -> ListBlock:
    year = facts.period.year
    items = [
        (
            f"Kết quả thực hiện từng nhiệm vụ được giao chủ trì, phối hợp theo {together(annexes[-1].label)}: việc đã làm, "
            "số liệu của từng chỉ tiêu, tài liệu kiểm chứng."
        ),
        (
            "Kết quả của Chương trình và kết quả lồng ghép từ chương trình, kế hoạch khác phải tách riêng; kết quả "
            "lồng ghép ghi rõ tên văn bản của chương trình, kế hoạch đó."
        ),
        "Văn bản chỉ đạo, điều hành đã ban hành: số, ký hiệu, ngày, cơ quan ban hành, trích yếu.",
        "Tồn tại, vướng mắc và nguyên nhân; đề xuất, kiến nghị, ghi rõ cơ quan giải quyết.",
    ]
    if facts.period.kind == PeriodKind.YEAR:
        items.append(f"Phương hướng, giải pháp năm {year + 1}.")
    if len(annexes) > 1:
        outlined = f"Đề cương báo cáo chung tại {together(annexes[0].label)}."
        items[-1:] = (
            [f"{items[-1]} {outlined}"] if facts.period.kind == PeriodKind.YEAR else [items[-1], outlined]
        )
    return ListBlock(tuple(ListItem.of(item) for item in items))


def _figures(facts: CallFacts) -> ListBlock:
    period = facts.period
    until = f"Số liệu thực hiện tính đến hết ngày {administrative_date(period.cutoff_on)}"
    year_ends = dt.date(period.year, 12, 31)
    if period.kind == PeriodKind.YEAR and period.cutoff_on < year_ends:
        until += f"; đồng thời ước thực hiện cả năm {period.year} (đến {administrative_date(year_ends)})"
    items = (
        f"{until}.",
        (
            "Chỉ tiêu đã đo đếm mà chưa có kết quả ghi số 0. Nhiệm vụ không phát sinh phải khai “không phát sinh” và nêu "
            "lý do; đơn vị không có nhiệm vụ nào phát sinh khai một lần cho cả phiếu."
        ),
        "Đơn vị không gửi báo cáo được tổng hợp là “chưa báo cáo”, không coi là không phát sinh.",
    )
    return ListBlock(tuple(ListItem.of(item) for item in items))


def _ways(facts: CallFacts) -> ListBlock:
    items = (
        (
            f"Nhập trực tiếp trên Cổng thông tin năng suất chất lượng, địa chỉ: {facts.paper.address or OPEN}, bằng "
            "tài khoản đã cấp cho đầu mối của đơn vị."
        ),
        "Có thể tải biểu mẫu Excel đã điền sẵn thông tin của đơn vị từ Cổng, điền và nộp lại trên Cổng.",
        "Báo cáo chỉ được coi là đã gửi khi lãnh đạo đơn vị xác nhận trên Cổng.",
    )
    return ListBlock(tuple(ListItem.of(item) for item in items))


def _days(facts: CallFacts) -> str:
    period = facts.period
    return (
        f"Cổng mở nhập báo cáo từ ngày {administrative_date(period.opens_on)}. Đề nghị các cơ quan, đơn vị hoàn thành, "
        f"lãnh đạo đơn vị xác nhận và gửi chậm nhất {day_words(period.due_on)}. Sau ngày "
        f"{administrative_date(period.locks_on)} Cổng khóa, không nhận báo cáo."
    )


def _annexes(facts: CallFacts, outline: tuple[Block, ...]) -> tuple[Annex, ...]:
    found = [("Đề cương báo cáo", outline)] if outline else []
    found.append(("Danh sách đơn vị và nhiệm vụ báo cáo", tuple(_units(facts))))
    numerals = [roman(place) if len(found) > 1 else "" for place in range(1, len(found) + 1)]
    return tuple(
        Annex(title, blocks, numeral) for numeral, (title, blocks) in zip(numerals, found, strict=True)
    )


def _outline_of(facts: CallFacts) -> Outline | None:
    """The outline the report will follow; None where there is none."""
    if facts.outline is not None:
        return from_row(facts.outline)
    with suppress(RuleBroken):
        return outline_for(facts.period.plan.programme.key, facts.period.year, facts.period.kind)
    return None


def _units(facts: CallFacts) -> Iterator[Block]:
    """What the tasks are called, then every unit with its tasks, group by group."""
    if facts.tasks:
        rows = tuple(Row((Cell(code), Cell(title))) for code, title in facts.tasks)
        yield TableBlock(TASKS, rows, caption="Các nhiệm vụ cần báo cáo")
    caption = f"Các đơn vị báo cáo ({form.counted_units(facts.units)})"
    roles = [role for role in ROLES if any(getattr(unit, role) for unit in facts.units)]
    heads = [ROLES[role] for role in roles]
    if roles == ["shares"]:  # a plan without tasks asks everybody the same
        heads = [Column("Nội dung báo cáo", 58, Align.CENTER)]
    note = NOTE if "shares" in roles and len(roles) > 1 else ""
    columns = (Column("TT", 7, Align.CENTER), Column("Đơn vị", 35), *heads)
    yield TableBlock(columns, tuple(_rows(facts, roles)), caption=caption, note=note)


def _rows(facts: CallFacts, roles: Sequence[str]) -> Iterator[Row]:
    place, order = 0, [code for code, _title in facts.tasks]
    groups = form.in_groups(facts.units, facts.paper.place)
    for words, units in groups:
        if len(groups) > 1:
            yield Row((Cell(f"{words} ({form.counted_units(units)})"),), RowKind.GROUP)
        for unit in units:
            place += 1
            cells = (Cell(_ranges(getattr(unit, role), order) or NONE) for role in roles)
            yield Row((Cell(str(place)), Cell(unit.name), *cells))


def _ranges(codes: Sequence[str], order: Sequence[str]) -> str:
    """“1.1, 2.1–2.4”: three or more codes that follow each other in a group of tasks are written as a range."""
    runs: list[list[str]] = []
    for code in codes:
        last = runs[-1][-1] if runs else ""
        follows = (
            last in order and order.index(last) + 1 < len(order) and order[order.index(last) + 1] == code
        )
        if follows and _stem(last) == _stem(code):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) >= RANGE else ", ".join(run) for run in runs)


def _stem(code: str) -> str:
    """The group a code belongs to: “2” of “2.1”, “Nhóm” of “Nhóm 1”."""
    return code.rstrip("0123456789")
