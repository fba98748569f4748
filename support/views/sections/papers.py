"""The papers of the dossier, by the papers it has to hold."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from support.models import Application
from support.queries.attachments import papers_of, shelves
from support.queries.papers import papers_for
from support.rules import is_kept_out
from support.views.sections.section import Context, Section


def _context(application: Application, user: User, today: dt.date) -> Context:
    """Papers asked for on the day it was handed in; who appraises reads them after declaring no conflict."""
    handed_in = application.submitted_at
    on = timezone.localdate(handed_in) if handed_in else today
    papers = papers_for(application.plan, [item.content_id for item in application.items.all()], on)
    return {
        "shelves": shelves(papers, papers_of(application, user)),
        "is_kept_out": is_kept_out(user, application),
    }


PAPERS = Section("giay-to", _("Papers"), "support/_papers.html", _context)
