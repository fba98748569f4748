"""Who was helped, by name: enterprises that units name in accepted forms, and supports the portal's books hold."""

import datetime as dt
from dataclasses import dataclass

from reporting.models import ReportingPeriod, SupportedEnterprise
from reporting.queries.stretch import stretch_of
from reporting.states import SubmissionState
from support.models import Support


@dataclass(frozen=True)
class Helped:
    """The names behind a period's counts: what units name (Programme and integrated apart), and accepted supports."""

    named: tuple[SupportedEnterprise, ...]
    integrated: tuple[SupportedEnterprise, ...]
    supports: tuple[Support, ...]

    @property
    def is_demo(self) -> bool:
        """Whether a support was made up for trying the portal; demo forms say so themselves."""
        return any(support.is_demo for support in self.supports)


def helped_in(period: ReportingPeriod) -> Helped:
    """Everybody helped in the years ``period`` covers, to its cut-off, in two queries; an enterprise stands once per content."""
    rows = (
        SupportedEnterprise.objects.filter(
            figure__line__submission__period=period,
            figure__line__submission__state=SubmissionState.ACCEPTED,
        )
        .select_related("enterprise", "figure__line__submission__organisation")
        .order_by("figure__line__submission__organisation__order", "enterprise__order", "content", "pk")
    )
    named: list[SupportedEnterprise] = []
    integrated: list[SupportedEnterprise] = []
    for row in rows:
        (named if row.figure.line.attribution == "programme" else integrated).append(row)
    first = dt.date(stretch_of(period).own_years[0], 1, 1)
    supports = (
        Support.objects.filter(content__plan=period.plan, accepted_on__range=(first, period.cutoff_on))
        .exclude(given_up_on__lte=period.cutoff_on)
        .select_related("enterprise", "content")
        .order_by("accepted_on", "enterprise__order", "pk")
    )
    return Helped(tuple(named), tuple(integrated), tuple(supports))
