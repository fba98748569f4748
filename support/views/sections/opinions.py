"""Opinions of departments on the page of an application: the office sees all, an asked unit its own, the applicant none."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import unit_ids_of
from support.models import Application, OpinionRequest
from support.queries.opinions import opinions_seen_by
from support.states import OPEN
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, today: dt.date) -> Context | None:
    is_office = user.has_perm("support.view_handling", application)
    if not is_office and not unit_ids_of(user):
        return None
    requests = list(opinions_seen_by(user, application))
    may_ask = application.state in OPEN and user.has_perm("support.handle_application", application)
    if not requests and not may_ask:
        return None
    return {
        "opinions": [(request, _where(request, today)) for request in requests],
        "own": unit_ids_of(user),
        "may_ask": may_ask,
        "may_close": user.has_perm("support.handle_application", application),
    }


def _where(request: OpinionRequest, today: dt.date) -> str:
    """The chip of a request: answered, overdue, silent at the end, or waited for."""
    if request.answered_at:
        return "answered"
    if not request.is_open:
        return "silent"
    return "overdue" if request.is_overdue(today) else "waiting"


OPINIONS = Section("y-kien", _("Opinions of departments"), "support/_opinions.html", _context)
