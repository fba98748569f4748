"""The letter that tells an enterprise what was decided: granted, refused, or some of each (NĐ 30/2020/NĐ-CP, Phụ lục I).

A draft until the registry numbers it. It says nothing nobody told the portal: no day of signing, no contact.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from common.formatting import administrative_date, money, number, percent
from papers.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    ParagraphKind,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from papers.codec import fingerprint
from papers.letter import contact, issuer_words, letter
from papers.model import Document
from programmes.documents.citations import full_name, short_name
from support.models import CapUnit, SupportLevel
from support.queries.decision_facts import Decided, DecisionFacts

CAP_WORDS = {
    CapUnit.SUPPORT: "",
    CapUnit.CONTRACT: "/hợp đồng",
    CapUnit.ENTERPRISE_YEAR: "/doanh nghiệp/năm",
    CapUnit.PRODUCT: "/sản phẩm",
}


def compose_decision(facts: DecisionFacts, *, at: dt.datetime) -> Document:
    """Write the letter to the enterprise; ``at`` is the moment of composition with its time zone."""
    issuer = issuer_words(facts.paper.issuer, facts.agency)
    return letter(
        facts.paper,
        title=f"kết quả xem xét đề nghị hỗ trợ của {facts.enterprise}",
        to=(facts.enterprise,),
        blocks=tuple(_body(facts, issuer)),
        at=at,
        closing=f"{issuer} thông báo để {facts.enterprise} biết{', thực hiện' if facts.granted else ''}./.",
        reference=facts.code,
    )


def seal_of(document: Document) -> str:
    """What tells two letters apart that say different things, whenever they were composed."""
    return fingerprint(replace(document, metadata=replace(document.metadata, composed_at=None)))


def _body(facts: DecisionFacts, issuer: str) -> Iterator[Block]:
    code = f" (mã số thuế {facts.tax_code})" if facts.tax_code else ""
    yield Paragraph.of(
        f"Ngày {administrative_date(facts.submitted_on)}, {issuer} nhận được hồ sơ số {facts.code} của "
        f"{facts.enterprise}{code} đề nghị hỗ trợ theo {full_name(facts.plan)}."
    )
    council = (
        f" và ý kiến của hội đồng họp ngày {administrative_date(facts.council_on)}"
        if facts.council_on
        else ""
    )
    yield Paragraph.of(f"Căn cứ kết quả thẩm định hồ sơ{council}, {issuer} thông báo kết quả như sau:")
    both = bool(facts.granted and facts.refused)
    if facts.granted:
        yield Heading(2, "Nội dung được hỗ trợ", "1." if both else "")
        yield from _granted(facts, issuer)
    if facts.refused:
        yield Heading(2, "Nội dung không được hỗ trợ", "2." if both else "")
        yield from _refused(facts)
    yield Paragraph.of(f"Đầu mối liên hệ: {contact(issuer)}")


def _granted(facts: DecisionFacts, issuer: str) -> Iterator[Block]:
    yield _table(facts.granted)
    for one in facts.granted:
        basis = _basis(one)
        if basis:
            yield Paragraph.of(f"{_named(one, facts.granted)}{basis}")
    yield Paragraph.of(
        f"Đề nghị {facts.enterprise} phối hợp với {issuer} ký hợp đồng để thực hiện nội dung được hỗ trợ."
    )


def _table(granted: tuple[Decided, ...]) -> TableBlock:
    columns = (
        Column("TT", 6, Align.CENTER),
        Column("Nội dung hỗ trợ", 50),
        Column("Chi phí được công nhận", 22, Align.RIGHT, unit="đồng"),
        Column("Số tiền hỗ trợ", 22, Align.RIGHT, unit="đồng"),
    )
    rows = [
        Row(
            (
                Cell(str(place)),
                Cell(_plain(one.content)),
                Cell(number(one.recognised) if one.recognised is not None else "", numeric=True),
                Cell(number(one.amount), numeric=True),
            )
        )
        for place, one in enumerate(granted, start=1)
    ]
    if len(granted) > 1:
        total = number(sum(one.amount for one in granted))
        rows.append(Row((Cell(), Cell("Tổng cộng"), Cell(), Cell(total, numeric=True)), RowKind.TOTAL))
    return TableBlock(columns, tuple(rows))


def _named(one: Decided, granted: tuple[Decided, ...]) -> str:
    """“Nội dung 2. ” where there are several."""
    return f"Nội dung {granted.index(one) + 1}. " if len(granted) > 1 else ""


def _basis(one: Decided) -> str:
    """Where the amount comes from."""
    said = one.reason.strip().rstrip(".")
    if one.level is None:
        return f"Số tiền hỗ trợ được xác định như sau: {said}." if said else ""
    how = f"Mức hỗ trợ áp dụng theo {one.level.legal_basis.strip().rstrip('.')}: {level_words(one.level)}."
    return f"{how} {said[0].upper()}{said[1:]}." if said else how


def level_words(level: SupportLevel) -> str:
    """“50% chi phí, tối đa 100.000.000 đồng/hợp đồng”."""
    cap = f"{money(level.cap)}{CAP_WORDS[CapUnit(level.cap_unit)]}" if level.cap is not None else ""
    if level.rate is None:
        return f"tối đa {cap}"
    share = f"{percent(level.rate, 2)} chi phí"
    return f"{share}, tối đa {cap}" if cap else share


def _refused(facts: DecisionFacts) -> Iterator[Block]:
    several = len(facts.refused) > 1
    for place, one in enumerate(facts.refused, start=1):
        lead = f"Nội dung {place}: " if several else "Nội dung: "
        yield Paragraph((Run(f"{lead}{_plain(one.content)}.", bold=True),))
        yield Paragraph.of(f"Lý do: {one.reason.strip().rstrip('.')}.")
        if one.clause:
            quoted = one.clause.strip().rstrip(".;")
            yield Paragraph.of(
                f"Quy định của {short_name(facts.plan)}: “{quoted}”.", kind=ParagraphKind.CITATION
            )
    yield Paragraph.of(
        f"Khi lý do nêu trên không còn, {facts.enterprise} có thể gửi đề nghị mới; hồ sơ đã nộp được lưu trên Cổng thông tin "
        "năng suất chất lượng và có thể dùng lại."
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".;")
