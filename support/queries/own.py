"""What an enterprise has before DOST: its applications, supports, certificates and sizes, in its own words."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Certificate
from enterprises.queries.certificates import SOON, Expiry, expiry_of
from support.models import Application, Milestone, SupplementRequest, Support
from support.queries.wording import PublicState, public_state
from support.states import ENDED, SupportState
from support.states import ApplicationState as State

WITH_YOU, WITH_DOST, BEHIND = 0, 1, 2  # whose move it is; in this order they are listed
GROUPS = {
    WITH_YOU: _("These wait for you"),
    WITH_DOST: _("These are with DOST"),
    BEHIND: _("These have ended"),
}
NEXT_OF_SUPPORT = {
    SupportState.GRANTED: _("Next comes the contract; DOST gets in touch with you."),
    SupportState.CONTRACTED: _("The contract is signed. Begin the work as it says."),
    SupportState.IMPLEMENTING: _("Carry out the work; once it is done DOST accepts it."),
    SupportState.ACCEPTED: _(
        "The work is accepted. DOST settles the support; once a year it asks you for the effect."
    ),
}


@dataclass(frozen=True)
class OwnApplication:
    """An application with where it stands; ``refused`` are the contents that were not granted, with reason and clause."""

    application: Application
    standing: PublicState
    group: str | Promise
    contents: str
    refused: tuple

    @property
    def may_ask_again(self) -> bool:
        """Whether a new draft may be made from it."""
        return self.application.state in {State.REFUSED, State.WITHDRAWN, State.EXPIRED} or bool(self.refused)


@dataclass(frozen=True)
class OwnSupport:
    """A granted support that still runs, the next step in words and the next milestone not done yet."""

    support: Support
    now: str | Promise
    milestone: Milestone | None
    is_late: bool


def own_applications(enterprise_ids: Collection[int]) -> QuerySet[Application]:
    """The applications of these enterprises, those that wait for them first, then the newest; with what a row shows."""
    rank = Case(
        When(state__in=[State.DRAFT, State.SUPPLEMENT], then=Value(WITH_YOU)),
        When(state__in=sorted(ENDED), then=Value(BEHIND)),
        default=Value(WITH_DOST),
        output_field=IntegerField(),
    )
    waiting = SupplementRequest.objects.filter(answered_on__isnull=True, closed_on__isnull=True)
    found = Application.objects.filter(enterprise_id__in=enterprise_ids).annotate(rank=rank)
    return (
        found.select_related("enterprise", "plan__province", "plan__document", "decision")
        .prefetch_related(
            "items__content", "items__clause", Prefetch("supplements", waiting, to_attr="waiting_rounds")
        )
        .order_by("rank", "-pk")
    )


def in_own_words(application: Application) -> OwnApplication:
    """A row of `own_applications`; asks nothing."""
    rounds = application.waiting_rounds  # type: ignore[attr-defined] # prefetched
    items = list(application.items.all())
    return OwnApplication(
        application,
        public_state(application, until=rounds[0].due_on if rounds else None),
        GROUPS[application.rank],  # type: ignore[attr-defined] # annotated
        "; ".join(item.content.short for item in items),
        tuple(item for item in items if application.is_decided and item.verdict == "refused"),
    )


def own_supports(enterprise_ids: Collection[int], on: dt.date) -> list[OwnSupport]:
    """The supports of these enterprises that still run, with their next step. Two queries."""
    undone = Milestone.objects.filter(done_on__isnull=True).order_by("due_on", "pk")
    found = Support.objects.filter(enterprise_id__in=enterprise_ids, state__in=sorted(NEXT_OF_SUPPORT))
    found = found.select_related("content", "enterprise").prefetch_related(
        Prefetch("milestones", undone, to_attr="undone")
    )
    return [_running(support, on) for support in found]


def _running(support: Support, on: dt.date) -> OwnSupport:
    first = support.undone[0] if support.undone else None  # type: ignore[attr-defined] # prefetched
    late = first is not None and first.due_on is not None and first.due_on < on
    return OwnSupport(support, NEXT_OF_SUPPORT[SupportState(support.state)], first, is_late=late)


def ending_certificates(enterprise_ids: Collection[int], on: dt.date) -> list[tuple[Certificate, Expiry]]:
    """Certificates that end within SOON days or have ended, the nearest end first."""
    until = on + dt.timedelta(days=SOON)
    found = Certificate.objects.filter(enterprise_id__in=enterprise_ids, expires_on__lte=until)
    rows = found.select_related("enterprise", "product").order_by("expires_on", "pk")
    return [(certificate, expiry_of(certificate, on)) for certificate in rows]
