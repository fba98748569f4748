"""What the portal would ask an enterprise for: required papers without a file, and checks found not met."""

import datetime as dt

from django.utils.translation import gettext as _

from support.models import Application
from support.queries.checking import against, checklist, missing_papers
from support.queries.papers import papers_for


def points_to_propose(application: Application, on: dt.date) -> list[str]:
    """One sentence each, ready to be sent; the words of a check are the reason a person gave."""
    content_ids = list(application.items.values_list("content_id", flat=True))
    papers = missing_papers(papers_for(application.plan, content_ids, on), application)
    points = [_("Paper missing: %(name)s") % {"name": paper.name} for paper in papers]
    failed = against(checklist(application, on))
    return points + [f"{line.title}: {line.check.evidence}" for line in failed if line.check]
