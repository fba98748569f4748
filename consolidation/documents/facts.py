"""The figures of a report as data, frozen with its approval."""

import datetime as dt
from decimal import Decimal
from typing import Any

from consolidation.models import Report
from papers.model import Document
from reporting.queries.judge import TargetResult
from reporting.queries.measures import Measure
from reporting.queries.results import results_of_period

SCHEMA = 1


def facts_of(report: Report, document: Document, *, on: dt.date) -> dict[str, Any]:
    """What every target of the report comes to as of ``on``; a figure nobody reported is None, never 0."""
    results = results_of_period(report.period, on=on)
    return {
        "schema": SCHEMA,
        "title": document.letterhead.title,
        "as_of": str(on),
        "targets": [_target(result) for result in results.targets],
    }


def _target(result: TargetResult) -> dict[str, Any]:
    target = result.target
    return {
        "id": target.pk,
        "indicator": target.indicator,
        "unit": target.unit,
        "promised": result.words,
        "year": _figure(result.year),
        "estimate": _figure(result.estimate),
        "cumulative": _figure(result.cumulative),
        "percent": _plain(result.percent),
        "assessment": str(result.assessment.verdict),
    }


def _figure(measure: Measure) -> dict[str, str | None]:
    """Nothing happened (nil), nobody said (missing) and 0 stay three answers."""
    return {"state": str(measure.state), "value": _plain(measure.value)}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
