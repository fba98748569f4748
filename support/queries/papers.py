"""Which papers a dossier has to hold."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from programmes.models import Plan
from support.models import RequiredPaper


def papers_for(plan: Plan, content_ids: Iterable[int], on: dt.date) -> list[RequiredPaper]:
    """Papers in force on ``on``: those of every content of ``plan`` first, then those of the contents asked for.

    Empty where DOST has published none: the plans themselves list no papers.
    """
    papers = RequiredPaper.objects.on(on).filter(
        Q(content=None) | Q(content__in=list(content_ids)), plan=plan
    )
    return sorted(papers, key=lambda paper: (paper.content_id is not None, paper.position, paper.pk))
