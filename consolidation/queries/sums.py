"""What the sentences of merged figures come to now."""

from collections.abc import Iterable

from common.fields import digits
from consolidation.models import Passage, PassageKind, SourceKind
from reporting.models import ReportingPeriod
from reporting.queries.merged import Merged, figures_of, sum_of

LARGEST_KEY = 2**62


def sums_of(period: ReportingPeriod, passages: Iterable[Passage]) -> dict[int, Merged]:
    """Of each sentence of merged figures (by pk) what its sources come to; three queries, none without such a sentence.

    The passages bring their sources. A source that is gone or no longer accepted is in no sum.
    """
    keys = {
        passage.pk: [digits(s.key, LARGEST_KEY) for s in passage.sources.all() if s.kind == SourceKind.FIGURE]
        for passage in passages
        if passage.kind == PassageKind.FIGURES
    }
    wanted = {key for of_passage in keys.values() for key in of_passage}
    figures = {figure.pk: figure for figure in figures_of(period, wanted)} if wanted else {}
    told = {pk: [figures[key] for key in of_passage if key in figures] for pk, of_passage in keys.items()}
    return {pk: sum_of(of_passage) for pk, of_passage in told.items() if of_passage}
