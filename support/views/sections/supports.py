"""What became of the application: the supports granted, each with its page."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enterprises.models import enterprise_ids_of
from organisations.queries import province_ids_of
from support.models import Application
from support.queries.supports import supports_of_application
from support.states import ApplicationState
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    """For those who see the supports: the enterprise and the province, not a unit that was only asked."""
    if application.state != ApplicationState.GRANTED:
        return None
    sees = (
        user.is_superuser
        or application.enterprise_id in enterprise_ids_of(user)
        or application.plan.province_id in province_ids_of(user)
    )
    supports = list(supports_of_application(application.pk)) if sees else []
    return {"supports": supports} if supports else None


SUPPORTS = Section("ho-tro", _("What was granted"), "support/_supports.html", _context)
