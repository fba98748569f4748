"""What the application asks for and why, and what was decided about each content."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, _today: dt.date) -> Context:
    """Asked units do not see the contact."""
    is_ours = user.has_perm("support.edit_application", application)
    return {
        "items": application.items.all(),
        "shows_contact": is_ours or user.has_perm("support.view_handling", application),
    }


ITEMS = Section("noi-dung", _("What is asked for"), "support/_items.html", _context)
