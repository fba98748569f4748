"""Everything the checks need to know beside the paper itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from consolidation.models import Comment, Report, Waiver
from consolidation.queries.before import Before, before_of
from consolidation.queries.citing import Citation, registered
from consolidation.queries.incoming import Placing, placing_of
from consolidation.queries.sums import sums_of
from programmes.models import LegalDocument, NationalTaskGroup, Phase
from reporting.models import Outline
from reporting.queries.claims import Claim, double_claims
from reporting.queries.contents import Contents
from reporting.queries.look_alikes import Alike, look_alikes
from reporting.queries.merged import Merged
from reporting.queries.outlines import outline_row_of
from reporting.queries.results import Results


@dataclass(frozen=True)
class Known:
    """What stands behind a report on a day.

    ``register`` finds cited documents (see ``citing``), ``alike`` documents units reported that look like others,
    ``sums`` what the sentences of merged figures (by pk) come
    to, ``newer`` is the outline in force where it is another than the report's, ``before`` what the report before said.
    """

    contents: Contents
    results: Results
    placing: Placing
    on: dt.date
    sums: dict[int, Merged]
    comments: tuple[Comment, ...]
    waivers: dict[tuple[str, str], Waiver]
    claims: tuple[Claim, ...]
    register: dict[str, list[LegalDocument]]
    alike: dict[int, list[Alike]]
    groups: tuple[NationalTaskGroup, ...]
    phases: tuple[Phase, ...]
    newer: Outline | None
    before: Before | None


def known_of(
    report: Report, cited: Iterable[Citation], *, contents: Contents, results: Results, on: dt.date
) -> Known:
    """Read what the checks of ``report`` need, in a fixed number of queries; ``cited`` is what its paper cites."""
    period = report.period
    plan, placing = period.plan, placing_of(report, contents)
    return Known(
        contents=contents,
        results=results,
        placing=placing,
        on=on,
        sums=sums_of(period, placing.passages),
        comments=tuple(report.comments.filter(settled_at__isnull=True).select_related("by", "passage")),
        waivers=waivers_of(report),
        claims=tuple(double_claims(period)),
        register=registered(cited, plan.province_id),
        alike=look_alikes(contents.documents, plan.province_id),
        groups=tuple(plan.programme.task_groups.order_by("position")),
        phases=tuple(plan.phases.all()),
        newer=newer_outline(report),
        before=before_of(period),
    )


def waivers_of(report: Report) -> dict[tuple[str, str], Waiver]:
    """(check, place) → why the warning was let pass."""
    rows = Waiver.objects.filter(report=report).select_related("by")
    return {(waiver.finding, waiver.place): waiver for waiver in rows}


def newer_outline(report: Report) -> Outline | None:
    """The outline a new report of the period would follow, where that is another than the report's own."""
    in_force = outline_row_of(report.period)
    return in_force if in_force is not None and in_force.pk != report.outline_id else None
