"""Appraisers and points on the page of an application: nothing of it for the applicant, nobody's points before one's own."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.queries.appraisers import appraisal_of, sees_points
from support.queries.scoring import appraisers_in_full, marks_of
from support.states import ApplicationState
from support.views.sections.section import Context, Section

BEFORE = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.SUPPLEMENT})


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    own = appraisal_of(application, user)
    reads = user.has_perm("support.view_decision", application)
    if own is None and (not reads or application.state in BEFORE):
        return None
    shows = reads and sees_points(own)
    appraisers = appraisers_in_full(application) if shows else []
    items = list(application.items.all()) if shows else []
    marks = marks_of(application, items, appraisers) if appraisers else {}
    is_open = application.state == ApplicationState.APPRAISAL
    return {
        "own": own,
        "reads": shows,
        "appraisers": appraisers,
        "marks": [(item, marks[item.pk]) for item in items if item.pk in marks],
        "is_open": is_open,
        "may_invite": is_open and user.has_perm("support.handle_application", application),
    }


APPRAISAL = Section("tham-dinh", _("Appraisal"), "support/_appraisal.html", _context)
