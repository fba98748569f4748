"""The legal checklist on the page of an application; for the office only."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.actions.checking import CHECKED_IN
from support.models import Application
from support.queries.checking import against, checklist, unanswered
from support.states import ApplicationState
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, today: dt.date) -> Context | None:
    if not user.has_perm("support.view_handling", application):
        return None
    lines = checklist(application, today)
    may_handle = user.has_perm("support.handle_application", application)
    return {
        "lines": lines,
        "unanswered": len(unanswered(lines)),
        "failed": len(against(lines)),
        "may_check": may_handle and application.state in CHECKED_IN,
        "may_appraise": may_handle and application.state == ApplicationState.SUBMITTED,
    }


CHECKS = Section("kiem-tra", _("Legal checklist"), "support/_checks.html", _context)
