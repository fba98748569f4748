"""The one confirmation that opens a period: forms, call letter, and word to everybody who has to report."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.templatetags.formats import vn_date
from organisations.models import Organisation
from organisations.queries import UNIT_ROLES
from organisations.queries.people import people_of
from outbox.actions import notify
from reporting.actions.letters import make_letter
from reporting.actions.periods import open_period
from reporting.models import LetterKind, ReportingPeriod, Submission

OPENED = _("%(period)s is open: %(plan)s")
TAKEN_OVER = _("%(heir)s took over what %(former)s still had to report, %(period)s")
TO_DO = _(
    "Your unit's form is ready: entry from %(opens)s, due %(due)s, data until %(cutoff)s. After %(locks)s entry is locked."
)


@transaction.atomic
def open_and_call(*, by: User, **facts: Any) -> tuple[ReportingPeriod, int]:
    """Open the period (facts as for open_period), write the call letter and tell the units' people: all or nothing.

    Returns the period and how many people were told. RuleBroken as open_period; a second click finds it open.
    """
    period = open_period(by=by, **facts)
    make_letter(period=period, kind=LetterKind.CALL, by=by)
    return period, tell_opened(period, by=by)


def tell_opened(period: ReportingPeriod, *, by: User | None, units: list[int] | None = None) -> int:
    """Tell everybody who reports for the period's units (for ``units``, if given), once; how many were told now."""
    asked = units if units is not None else list(period.submissions.values_list("organisation_id", flat=True))
    people = {
        user.pk: user for users in people_of(asked, UNIT_ROLES).values() for user in users if user != by
    }
    with translation.override("vi"):
        days = {name: vn_date(getattr(period, f"{name}_on")) for name in ("opens", "due", "cutoff", "locks")}
        return notify(
            people.values(),
            kind="period_opened",
            key=f"opened:{period.pk}",
            title=OPENED % {"period": period.title, "plan": period.plan},
            body=TO_DO % days,
            url=reverse("reporting:submission_list"),
            about=f"{period.plan}, {period.name}",
            province=period.plan.province,
            due_on=period.due_on,
        )


def tell_moved(form: Submission, former: Organisation, *, by: User | None) -> int:
    """Tell the people of ``form`` that their unit took over what ``former`` owed, once; how many were told now."""
    people = people_of([form.organisation_id], UNIT_ROLES)[form.organisation_id]
    period = form.period
    with translation.override("vi"):
        facts = {"heir": form.organisation, "former": former, "period": period.name}
        return notify(
            [user for user in people if user != by],
            kind="obligations_moved",
            key=f"moved:{period.pk}:{former.pk}:{form.organisation_id}",
            title=TAKEN_OVER % facts,
            url=form.get_absolute_url(),
            about=f"{period.plan}, {period.name}",
            province=period.plan.province,
            due_on=period.due_on,
        )
