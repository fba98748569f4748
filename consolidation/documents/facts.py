"""The figures of a report as data, frozen with its approval: what travels with the paper and what fills its workbook."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from common.formatting import plain_number
from consolidation.documents.compose.wording import VERDICTS
from consolidation.documents.listed import completeness, enterprises, figure, rows, units
from consolidation.models import Report
from papers.model import Document
from programmes.documents.citations import short_name
from reporting.models import ReportingPeriod
from reporting.queries.contents import contents_of
from reporting.queries.joining import integrated_of_result
from reporting.queries.judge import TargetResult
from reporting.queries.measures import MISSING, Measure
from reporting.queries.results import results_of_period
from reporting.queries.wording import period_words

SCHEMA = 1  # raise it when stored facts would read differently, and keep a reader for the old form
Facts = dict[str, Any]


def facts_of(report: Report, document: Document, *, on: dt.date) -> Facts:
    """What the report is about and what every target, annex row and unit of it comes to as of ``on``.

    A figure is ``{"state", "value"}``: nothing happened (nil), nobody said (missing) and 0 stay three answers. Figures are decimal text. Number and day
    are the paper's own and come later; a ``seal`` is added once the numbered paper is printed.
    """
    period = report.period
    with translation.override("vi"):
        results, contents = results_of_period(period, on=on), contents_of(period)
        listed = units(contents, on)
        return {
            "schema": SCHEMA,
            "title": document.letterhead.title,
            "as_of": str(on),
            **_identity(report, period),
            "targets": [_target(result, results.year) for result in results.targets],
            "rows": rows(results),
            "units": listed,
            "completeness": completeness(listed),
            "enterprises": enterprises(period),
        }


def _identity(report: Report, period: ReportingPeriod) -> Facts:
    plan = period.plan
    host = urlsplit(settings.PORTAL_BASE_URL).netloc
    return {
        "installation": {"name": host, "address": settings.PORTAL_BASE_URL},
        "report": {
            "code": report.verify_code,
            "version": report.version,
            "period_kind": str(period.kind),
            "period": period_words(period),
            "year": period.year,
        },
        "province": {"code": plan.province.code, "name": plan.province.name},
        "plan": {"key": plan.key, "name": plan.title, "number": short_name(plan.document)},
        "programme": {"code": plan.programme.key, "name": plan.programme.title},
    }


def _target(result: TargetResult, year: int) -> Facts:
    target, family = result.target, result.target.family
    return {
        "id": target.pk,
        "key": target.code,
        "indicator": target.indicator,
        "family": family.code if family else None,
        "family_name": family.name if family else None,
        "unit": target.unit,
        "promised": result.words,
        "operator": target.operator,
        "value": plain_number(target.value),
        "low": plain_number(target.low),
        "high": plain_number(target.high),
        "phase": f"{target.phase.year_from}-{target.phase.year_to}" if target.phase else "",
        "of_year": year,
        "is_current": result.is_current,
        "is_part": target.parent_id is not None,
        "planned": plain_number(result.year_plan.value),
        "year": figure(result.year),
        "estimate": figure(result.estimate),
        "cumulative": figure(result.cumulative),
        "integrated": figure(_integrated(result)),
        "percent": plain_number(result.percent),
        "assessment": str(result.assessment.verdict),
        "assessed": VERDICTS[result.assessment.verdict],
    }


def _integrated(result: TargetResult) -> Measure:
    """What other programmes brought in the year: by itself, in no sum."""
    return integrated_of_result(result) if result.integrated else MISSING
