"""What the application asks for."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.views.sections.section import Context, Section


def _context(application: Application, _user: User, _today: dt.date) -> Context:
    return {"items": list(application.items.select_related("content"))}


ITEMS = Section("noi-dung", _("What is asked for"), "support/_items.html", _context)
