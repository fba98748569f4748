"""What happened to the application, newest first."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.queries.history import history_of
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    """The enterprise reads the public history, the office its own; asked units read none."""
    if user.has_perm("support.edit_application", application):
        return {"lines": history_of(application, is_public=True), "is_public": True}
    if user.has_perm("support.view_handling", application):
        return {"lines": history_of(application, is_public=False), "is_public": False}
    return None


HISTORY = Section("lich-su", _("History"), "support/_history.html", _context)
