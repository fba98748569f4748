"""Check a report as it would be printed now."""

import datetime as dt

from django.utils import translation

from consolidation.completeness import Checked, Matter, checks_of
from consolidation.completeness.matter import texts_of
from consolidation.documents.assembling import draft_of, pieces_of, put_together
from consolidation.models import Report
from consolidation.queries.citing import citations_in
from consolidation.queries.known import known_of
from reporting.documents.outline import from_row
from reporting.queries.contents import contents_of
from reporting.queries.results import results_of_period


def check(report: Report, *, on: dt.date) -> Checked:
    """What the checks find in ``report`` as of ``on``, in a fixed number of queries. ``report`` has its place at hand.

    Raises RuleBroken (DocumentRefused) when the paper cannot even be put together.
    """
    period = report.period
    contents, results = contents_of(period), results_of_period(period, on=on)
    outline = from_row(report.outline)
    with translation.override("vi"):
        draft = draft_of(period, outline, on=on, contents=contents, results=results)
        document = put_together(draft, pieces_of(report), version=report.version)
    cited = [
        citation for block in document.blocks for text in texts_of(block) for citation in citations_in(text)
    ]
    known = known_of(report, cited, contents=contents, results=results, on=on)
    return checks_of(Matter(report, document, outline, known))


def check_once(report: Report, *, on: dt.date) -> Checked:
    """As ``check``, kept with this very object: several parts of one page ask, and the report is put together once."""
    kept: dict[dt.date, Checked] = report.__dict__.setdefault("_checked", {})
    if on not in kept:
        kept[on] = check(report, on=on)
    return kept[on]
