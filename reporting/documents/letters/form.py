"""What the letters about a period share: on whose paper, to which units, how the period and its plan are called."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.utils import timezone

from common.formatting import small_count
from organisations.models import OrganisationKind
from papers.blocks import Block
from papers.letter import Stationery, issuer_words, letter, symbol_of, together
from papers.model import Annex, Document
from programmes.documents.citations import dated_name, full_name, issuer_of, short_name
from programmes.models import LegalDocument
from reporting.models import PeriodKind, ReportingPeriod
from reporting.queries.letter_facts import Asked, Owing, Paper
from reporting.queries.wording import period_words

MOST_NAMED = 9  # addressees that are named one by one; of more, groups larger than FEW stand as groups
FEW = 3
BODIES = frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.SUBDEPARTMENT, OrganisationKind.BOARD})
SOCIETIES = frozenset({OrganisationKind.UNION, OrganisationKind.ASSOCIATION})
SORTS = {
    OrganisationKind.COMMUNE: ("xã", "phường", "đặc khu"),
    OrganisationKind.DISTRICT: ("quận", "huyện", "thị xã", "thành phố"),
}
GROUPS = (
    "Các Sở, ban, ngành {place}",
    "Các hội, hiệp hội, liên minh, liên hiệp hội {place}",
    "UBND các {sorts}",
    "Các cơ quan, đơn vị có liên quan",
)
Unit = TypeVar("Unit", Asked, Owing)


def written(
    paper: Paper,
    *,
    title: str,
    to: tuple[str, ...],
    blocks: Iterable[Block],
    annexes: tuple[Annex, ...],
    closing: str,
    reference: str,
    at: dt.datetime | None,
) -> Document:
    """A whole letter on the paper of the period, as a draft: no number, no day, no signer that nobody named."""
    setting = paper.setting
    stationery = Stationery(
        issuer=issuer_of_letter(paper),
        symbol=symbol_of(setting.symbol, setting.recipients),
        place=setting.place,
        superior=setting.superior,
        position=setting.position,
        signer=setting.signer,
        signing_form=setting.signing_form,
        recipients=tuple(setting.recipients),
        is_demo=paper.is_demo,
    )
    return letter(
        stationery,
        title=title,
        to=to,
        blocks=blocks,
        at=at or timezone.now(),
        informed=(f"UBND {paper.place} (để b/c)",),
        annexes=annexes,
        closing=closing,
        reference=reference,
    )


def sent_to(document: Document) -> str:
    """The addressees in one sentence, as the yearly report says whom DOST asked."""
    named = (one.split(" (danh sách")[0] for one in document.letterhead.addressees)
    return "; ".join(f"các{one[3:]}" if one.startswith("Các ") else one for one in named)


def addressees(units: Sequence[Unit], place: str, annex: str) -> tuple[str, ...]:
    """Whom the letter is written to: a few by name, many as groups that the list in ``annex`` spells out."""
    if len(units) <= MOST_NAMED:
        return tuple(_written_to(unit) for unit in units)
    groups = in_groups(units, place)
    small = tuple(_written_to(unit) for _words, group in groups if len(group) <= FEW for unit in group)
    listed = tuple(
        f"{words} (danh sách tại {together(annex)})" for words, group in groups if len(group) > FEW
    )
    return small + listed


def in_groups(units: Sequence[Unit], place: str) -> list[tuple[str, list[Unit]]]:
    """The units under what a letter calls their group; nobody's group is left out, no empty one named."""
    found: dict[str, list[Unit]] = {}
    for rank, words in enumerate(GROUPS):
        members = [unit for unit in units if _rank(unit.kind) == rank]
        if members:
            found[words.format(place=place, sorts=_sorts(members))] = members
    return list(found.items())


def subject_of(period: ReportingPeriod) -> str:
    """What is to be reported, after “báo cáo”: “kết quả thực hiện Kế hoạch số 149/KH-UBND năm 2026”."""
    plan, when = short_name(period.plan.document), period_words(period)
    if period.kind == PeriodKind.AD_HOC:
        return f"đột xuất năm {period.year}: {period.subject.rstrip('.')} ({plan})"
    kind = {PeriodKind.MIDTERM: "sơ kết", PeriodKind.FINAL: "tổng kết", PeriodKind.FIVE_YEAR: "05 năm"}
    return f"{kind.get(PeriodKind(period.kind), 'kết quả')} thực hiện {plan} {when}"


def plan_in_full(document: LegalDocument) -> str:
    """The plan's full citation, named “Kế hoạch” from here on; a decision keeps its own kind."""
    return f"{full_name(document)} (sau đây gọi là {document.kind_in_documents})"


def plan_in_short(document: LegalDocument) -> str:
    """The plan by number, day and issuer, for units that have read its title in the call."""
    issuer = issuer_of(document)
    return f"{dated_name(document)} của {issuer}" if issuer else dated_name(document)


def counted_units(units: Sequence[Unit]) -> str:
    """“08 đơn vị”."""
    return f"{small_count(len(units))} đơn vị"


def issuer_of_letter(paper: Paper) -> str:
    """The issuer inside a sentence."""
    return issuer_words(paper.setting.issuer, paper.agency.name if paper.agency else "")


def _rank(kind: str) -> int:
    ranks = (BODIES, SOCIETIES, frozenset(SORTS))
    return next((rank for rank, kinds in enumerate(ranks) if kind in kinds), len(ranks))


def _sorts(members: Sequence[Unit]) -> str:
    """“xã, phường”: the sorts of communes (or former districts) among the members, by their names."""
    sorts = [sort for of_kind in SORTS.values() for sort in of_kind]
    names = [unit.name.lower().removeprefix("ubnd ").removeprefix("ủy ban nhân dân ") for unit in members]
    return (
        ", ".join(sort for sort in sorts if any(name.startswith(f"{sort} ") for name in names))
        or "xã, phường"
    )


def _written_to(unit: Unit) -> str:
    """A commune is addressed through its People's Committee."""
    if unit.kind not in SORTS or unit.name.lower().startswith(("ubnd", "ủy ban")):
        return unit.name
    return f"UBND {unit.name[0].lower()}{unit.name[1:]}"
