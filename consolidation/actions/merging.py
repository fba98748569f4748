"""Several units' figures as one sentence, whose number is their sum."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation

from accounts.models import User
from consolidation.actions.board import held, in_order, known_place, number
from consolidation.actions.passages import check_free, keep_sources, no_longer_aside
from consolidation.documents.merging import sentence
from consolidation.models import Passage, PassageKind, Report
from consolidation.queries.incoming import Incoming
from journal.actions import note_down
from reporting.queries.merged import merged


@transaction.atomic
def merge_figures(report: Report, originals: Sequence[Incoming], *, section: str, by: User) -> Passage:
    """Add the figures of ``originals`` up and write the sum at the end of ``section``, each figure as its source.

    RuleBroken: as ``held``; ``waiting``, ``placed`` as ``check_free``; as ``merged`` for figures that
    may not become one: other unit of measure, other attribution, other target, percentages.
    """
    row = held(report, by=by)
    known_place(row, section)
    check_free(row, originals)
    together = merged(row.period, [figure.pk for original in originals for figure in original.figures])
    with translation.override("vi"):  # the paper is Vietnamese on every screen
        text = sentence(together)
    passage = Passage.objects.create(
        report=row, section=section, position=0, kind=PassageKind.FIGURES, text=text, changed_by=by
    )
    keep_sources(passage, originals)
    no_longer_aside(row, originals)
    number([*(each for each in in_order(row, section) if each.pk != passage.pk), passage])
    note_down(
        row,
        "merge_figures",
        by=by,
        passage=passage.pk,
        section=section,
        figures=len(together.figures),
        text=text,
    )
    return passage
