"""Which outlines a draft may be moved to, and what would have no place there."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from consolidation.models import Passage, PassageKind, Report
from consolidation.models.passage import CLOSING, INTRO
from consolidation.states import LIVE
from outbox.models import Notice
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import Section, from_row
from reporting.models import Outline
from reporting.queries.outlines import in_force, outlines_for

NEWS = "newer_outline"  # the kind of notice


@dataclass(frozen=True)
class Homeless:
    """A section of today's outline that the other one lacks: how much stands in it, and where that would fit."""

    section: Section
    passages: int
    written: int
    fits: str


def others_for(report: Report) -> list[Outline]:
    """The published outlines the report could follow instead of its own, the one in force first."""
    return [row for row in outlines_for(report.period) if row.pk != report.outline_id]


def newer_outline(report: Report) -> Outline | None:
    """The outline a report of the period would follow if it were started now, where that is another one."""
    row = in_force(outlines_for(report.period), report.period.year)
    return row if row is not None and row.pk != report.outline_id else None


def behind() -> list[tuple[Report, Outline]]:
    """Open reports that follow an older outline than a national one in force, with that one; nobody was told of it yet.

    A province's own outline that is in force for the report's year keeps its report where it is.
    """
    national = Outline.objects.published().filter(
        province__isnull=True,
        programme=OuterRef("period__plan__programme"),
        kind=OuterRef("period__kind"),
        valid_from_year__lte=OuterRef("period__year"),
        published_at__gt=OuterRef("outline__published_at"),
    )
    key = Concat(
        Value(f"{NEWS}:"),
        OuterRef("newest"),
        Value(":"),
        Cast(OuterRef("pk"), TextField()),
        output_field=TextField(),
    )
    told = Notice.objects.filter(kind=NEWS, key=key)
    newest = national.order_by("-valid_from_year", "-version", "-pk").values("pk")[:1]
    reports = (
        Report.objects.filter(state__in=LIVE)
        .annotate(newest=Cast(Subquery(newest), TextField()))
        .filter(~Exists(told), newest__isnull=False)
        .with_place()
    )
    found = ((report, newer_outline(report)) for report in reports)
    return [(report, row) for report, row in found if row is not None and str(row.pk) == report.newest]


def news_key(outline: Outline, report: Report) -> str:
    """What a notice of ``outline`` to those who write ``report`` is called."""
    return f"{NEWS}:{outline.pk}:{report.pk}"


def without_place(report: Report, outline: Written) -> list[Homeless]:
    """The sections with passages that ``outline`` does not have, each with the section fed by the same, if any."""
    kept = {section.code for section in outline.sections} | {INTRO, CLOSING}
    counted = Passage.objects.filter(report=report).exclude(section__in=kept).values("section").order_by()
    counts = {
        row["section"]: row
        for row in counted.annotate(passages=Count("pk"), written=Count("pk", ~Q(kind=PassageKind.DERIVED)))
    }
    known = {section.code: section for section in from_row(report.outline).sections}
    return [
        Homeless(section, row["passages"], row["written"], _fits(section, outline))
        for code, row in sorted(counts.items())
        for section in [known.get(code) or Section(code, "", 1, code)]
    ]


def _fits(section: Section, outline: Written) -> str:
    """The code of the section that is fed by the same; "" for none."""
    same = (
        other.code
        for other in outline.sections
        if section.feed and (other.feed, other.national_group) == (section.feed, section.national_group)
    )
    return next(same, "")
