"""The minutes of the council: when it met, who was there, what was said."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from support.actions.guards import check_handles
from support.actions.locking import locked
from support.models import Application, Decision
from support.states import ApplicationState


@transaction.atomic
def write_minutes(
    *,
    application: Application,
    council_on: dt.date | None,
    council: Sequence[dict[str, str]],
    minutes: str,
    by: User,
) -> Decision:
    """Keep the minutes: the day, the members present (``{"name", "role"}``), what was said. Kept until it is proposed.

    Raises RuleBroken: ``state``, ``not_permitted``, ``conflict``; keyed by field for a day to come, or members without a day.
    """
    row = locked(application)
    check_handles(row, by)
    if row.state != ApplicationState.APPRAISAL:
        no = _(
            "Minutes are written while the application is under appraisal; it is now in the state “%(state)s”."
        )
        raise RuleBroken(no % {"state": row.get_state_display()}, code="state")
    if council_on is not None and council_on > timezone.localdate():
        raise RuleBroken({"council_on": _("The council cannot have met on a day to come.")}, code="day")
    if council_on is None and (council or minutes):
        raise RuleBroken({"council_on": _("Say when the council met.")}, code="day")
    decision, _new = Decision.objects.get_or_create(application=row)
    decision.council_on, decision.council, decision.minutes = council_on, list(council), minutes.strip()
    decision.save()
    note_down(row, "write_minutes", by=by, council_on=council_on, members=len(council))
    return decision
