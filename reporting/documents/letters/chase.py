"""The chase letter: which of the units it is written to have not filed, what is missing, until when."""

import datetime as dt
from collections.abc import Iterator

from common.formatting import administrative_date
from papers.blocks import Align, Block, Cell, Column, Paragraph, Row, TableBlock
from papers.letter import OPEN, contact, day_words
from papers.model import Annex, Document
from programmes.documents.citations import ABOUT, full_name
from reporting.documents.letters import form
from reporting.queries.letter_facts import ChaseFacts

FEW_ROWS = 6  # a table of so many stands in the letter itself; a longer one is an annex
ANNEX = "Danh sách đơn vị chưa gửi báo cáo"
CLOSING = (
    "Đơn vị đã gửi báo cáo sau thời điểm nêu trên không phải thực hiện công văn này. Đề nghị các cơ quan, đơn vị quan "
    "tâm, phối hợp thực hiện./."
)


def compose_chase(facts: ChaseFacts, *, at: dt.datetime | None = None) -> Document:
    """Write the chase letter to the units of ``facts``; a draft until the registry numbers it."""
    table = _table(facts)
    is_short = len(facts.units) <= FEW_ROWS
    annexes = () if is_short else (Annex(ANNEX, (table,)),)
    label = annexes[0].label if annexes else ""
    return form.written(
        facts.paper,
        title=f"đôn đốc báo cáo {form.subject_of(facts.period)}",
        to=form.addressees(facts.units, facts.paper.place, label),
        blocks=tuple(_body(facts, table if is_short else None, label)),
        annexes=annexes,
        closing=CLOSING,
        reference=f"{facts.period.plan.key}/{facts.period.year}; chase {facts.on.isoformat()}",
        at=at,
    )


def _body(facts: ChaseFacts, table: TableBlock | None, label: str) -> Iterator[Block]:
    issuer, period = form.issuer_of_letter(facts.paper), facts.period
    asked = f"{issuer} đã đề nghị các cơ quan, đơn vị báo cáo {form.subject_of(period)}"
    if facts.call is not None:
        asked = f"{issuer} đã có {full_name(facts.call, about=ABOUT)}"
    due = f"hạn gửi là {day_words(period.due_on)}"
    yield Paragraph.of(f"Thực hiện {form.plan_in_short(period.plan.document)}, {asked}; {due}.")
    where = f"có tên tại {label}." if label else "sau đây:"
    yield Paragraph.of(
        f"Đến hết ngày {administrative_date(facts.on)}, {issuer} chưa nhận được báo cáo của "
        f"{form.counted_units(facts.units)} {where}"
    )
    if table is not None:
        yield table
    yield Paragraph.of(
        f"Để kịp tổng hợp, báo cáo {' và '.join(facts.paper.setting.addressees) or 'cấp trên'}, {issuer} đề nghị thủ "
        "trưởng các cơ quan, đơn vị nêu trên chỉ đạo hoàn thành nội dung còn thiếu, xác nhận và gửi báo cáo trên Cổng "
        f"thông tin năng suất chất lượng, địa chỉ: {facts.paper.address or OPEN}, chậm nhất "
        f"{day_words(facts.answer_by)}."
    )
    yield Paragraph.of(
        "Nếu không có nhiệm vụ phát sinh, đề nghị đơn vị khai “không phát sinh” và nêu lý do. Quá thời hạn trên, đơn vị "
        "được tổng hợp là “chưa báo cáo”."
    )
    yield Paragraph.of(f"Đầu mối liên hệ: {contact(form.issuer_of_letter(facts.paper))}")


def _table(facts: ChaseFacts) -> TableBlock:
    columns = (
        Column("TT", 6, Align.CENTER),
        Column("Đơn vị", 34),
        Column("Tình trạng", 20),
        Column("Còn thiếu", 40),
    )
    rows = tuple(
        Row((Cell(str(place)), Cell(unit.name), Cell(unit.standing), Cell(unit.lacking)))
        for place, unit in enumerate(facts.units, start=1)
    )
    return TableBlock(columns, rows)
