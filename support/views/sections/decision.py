"""The decision on the page of an application: the office from the proposal on, the applicant once it is decided."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application, Decision
from support.queries.appraisers import appraisal_of, sees_points
from support.states import ApplicationState
from support.views.sections.section import Context, Section

INSIDE = frozenset(
    {
        ApplicationState.APPRAISAL,
        ApplicationState.PROPOSED,
        ApplicationState.GRANTED,
        ApplicationState.REFUSED,
    }
)


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    is_applicant = user.has_perm("support.edit_application", application)
    reads = user.has_perm("support.view_decision", application) and sees_points(
        appraisal_of(application, user)
    )
    if not application.is_decided and (not reads or application.state not in INSIDE):
        return None
    if not is_applicant and not reads:
        return None
    shows = application.is_decided or application.state == ApplicationState.PROPOSED
    items = list(application.items.all()) if shows else []
    return {
        "items": items,
        "decision": Decision.objects.filter(application=application).first(),
        "record_url": reverse("support:decision_detail", args=[application.pk]) if reads else "",
        "may_take_letter": user.has_perm("support.read_letter", application),
        "is_applicant": is_applicant,
        "is_refused": application.is_decided and any(item.verdict == "refused" for item in items),
    }


DECISION = Section("quyet-dinh", _("Decision"), "support/_decision.html", _context)
