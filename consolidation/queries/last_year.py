"""What the report of the year before said in the same section, in this portal's report or in one that was received."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from common.vietnamese import fold
from consolidation.models import Passage, PassageKind, ReceivedReport, Report
from consolidation.queries.board import Place
from programmes.documents.citations import short_name
from reporting.models import PeriodKind, ReportingPeriod
from reporting.queries.wording import period_words

RECURRING = (
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.QUARTER,
)  # a review or a request has none a year before
BODY, HEADING, SAID = "body", "heading", ("paragraph", "list")  # places and kinds of pieces of sealed data
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_BLANKS = re.compile(r"\s+")
_NUMBERING = re.compile(r"^(?:(?:\d{1,3}\.)+|[a-zđ]\)|[IVXLC]{1,8}\.)\s+(?=\S)")


@dataclass(frozen=True)
class LastYear:
    """The words of a section a year ago; ``received`` is the report of another portal they are taken from, if it is one."""

    year: int
    text: str
    received: ReceivedReport | None = None


def last_years_text(report: Report, here: Place, places: tuple[Place, ...]) -> LastYear | None:
    """What a report of the same plan and kind said a year ago at ``here``; None where nobody said anything.

    This portal's report comes first; else a received one of the same province, whose section is found by its heading among
    ``places``. At most three queries.
    """
    if report.period.kind not in RECURRING:
        return None
    return _of_this_portal(report, here.code) or _of_another(report, here, places)


def _of_this_portal(report: Report, section: str) -> LastYear | None:
    period = report.period
    same = {"plan": period.plan_id, "kind": period.kind, "number": period.number, "year": period.year - 1}
    earlier = Report.objects.filter(**{f"period__{name}": value for name, value in same.items()})
    newest = earlier.order_by("-version").values("pk")[:1]
    words = (
        Passage.objects.filter(report__in=newest, section=section)
        .exclude(kind=PassageKind.DERIVED)
        .exclude(text="")
        .order_by("position", "pk")
    )
    text = "\n".join(words.values_list("text", flat=True))
    return LastYear(period.year - 1, text) if text else None


def _of_another(report: Report, here: Place, places: tuple[Place, ...]) -> LastYear | None:
    received = _received_for(report.period)
    if received is None:
        return None
    text = "\n".join(_said_under(received.data.get("text", []), here, places))
    return LastYear(received.year, text, received) if text else None


def _received_for(period: ReportingPeriod) -> ReceivedReport | None:
    """The newest version of last year's report of the plan, whose seal counts; of a plan of another name only if it is the one."""
    plan, year = period.plan, period.year - 1
    words = period_words(period).replace(str(period.year), str(year))
    of_province = Q(data__province__code=plan.province.code) | Q(province=plan.province.name)
    found = list(
        ReceivedReport.objects.filter(of_province, year=year, period_kind=period.kind, period=words)
        .filter(installation__withdrawn_at__isnull=True)
        .order_by("-version", "-pk")
    )
    number = short_name(plan.document)
    for each in found:
        told = each.data.get("plan", {})
        if told.get("key") == plan.key or told.get("number") == number:
            return each
    return found[0] if len({each.plan for each in found}) == 1 else None


def _said_under(pieces: list[dict[str, Any]], here: Place, places: tuple[Place, ...]) -> Iterator[str]:
    """The paragraphs and lists of sealed data from the heading of ``here`` to the next heading of the outline."""
    headings = {_alike(place.heading) for place in places}
    mine, is_here = _alike(here.heading), False
    for piece in pieces:
        if piece.get("place") != BODY:
            continue
        said = " ".join(piece["texts"])
        if piece["kind"] == HEADING and (name := _alike(said)) in headings:
            is_here = name == mine
        elif is_here and piece["kind"] == HEADING:
            yield f"## {said}"
        elif is_here and piece["kind"] in SAID:
            yield from piece["texts"]


def _alike(heading: str) -> str:
    """A heading for comparing: without its number, case, marks, and the year in it."""
    return _BLANKS.sub(" ", _YEAR.sub("0000", fold(_NUMBERING.sub("", heading.strip())))).strip()
