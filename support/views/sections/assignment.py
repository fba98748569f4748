"""Who at DOST handles the application, and changing it."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import dost_people_of
from support.models import Application
from support.states import ENDED
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    if application.state in ENDED or not user.has_perm("support.handle_application", application):
        return None
    people = dost_people_of([application.plan.province_id])[application.plan.province_id]
    return {
        "assignee": application.assignee,
        "is_mine": application.assignee_id == user.pk,
        "people": [person for person in people if person.pk != application.assignee_id],
    }


ASSIGNMENT = Section("phan-cong", _("Who handles it"), "support/_assignment.html", _context)
