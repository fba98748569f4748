"""Rounds of supplements on the page of an application: the enterprise and the office read the same."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.queries.supplements import rounds_of
from support.states import ApplicationState
from support.views.sections.section import Context, Section

ASKED_FROM = frozenset({ApplicationState.SUBMITTED, ApplicationState.APPRAISAL})


def _context(application: Application, user: User, today: dt.date) -> Context | None:
    """Nothing while there is neither a round nor somebody who might ask for one; asked units do not see it."""
    is_ours = user.has_perm("support.edit_application", application)
    if not is_ours and not user.has_perm("support.view_handling", application):
        return None
    rounds = rounds_of(application)
    may_handle = user.has_perm("support.handle_application", application)
    may_ask = may_handle and application.state in ASKED_FROM
    if not rounds and not may_ask:
        return None
    is_waiting = application.state == ApplicationState.SUPPLEMENT
    return {
        "rounds": rounds,
        "today": today,
        "shows_drafts": is_ours,
        "may_ask": may_ask,
        "may_answer": is_waiting and is_ours,
        "may_take_back": is_waiting and may_handle,
    }


SUPPLEMENTS = Section("bo-sung", _("Requests to supplement"), "support/_supplements.html", _context)
