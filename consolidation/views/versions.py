"""What differs between two versions of a report."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from common.access import get_permitted
from common.templatetags.formats import vn_number, vn_percent
from consolidation.documents.facts import facts_of
from consolidation.models import Report
from consolidation.queries.versions import Differences, Moved, differences_between
from consolidation.views.opening import VIEW, opened
from papers.codec import from_json
from programmes.expressions import Verdict

FIGURES: dict[str, Promise] = {
    "year": _("This year"),
    "estimate": _("Estimate for the whole year"),
    "cumulative": _("Since the beginning"),
    "percent": _("Percent of the target"),
    "assessment": _("Assessment"),
}
STATES: dict[str, Promise] = {
    "nil": pgettext_lazy("a figure of a report", "nothing happened"),
    "missing": pgettext_lazy("a figure of a report", "not reported"),
    "apart": pgettext_lazy("a figure of a report", "not added up"),
    "unasked": pgettext_lazy("a figure of a report", "not asked for"),
}


@require_safe
def report_versions(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Figures and text of the report beside those of an other ``version`` of it, the older one on the left."""
    report = opened(request, VIEW, pk)
    versions = Report.objects.with_place()  # another version may be a draft, which is DOST's own
    other = get_permitted(request.user, VIEW, versions, period=report.period_id, version=version)
    old, new = sorted((report, other), key=lambda each: each.version)
    found = differences_between(old, new, (facts_so_far(old), facts_so_far(new)))
    context = {"report": report, "old": old, "new": new, "found": found, "figures": told(found)}
    return render(request, "consolidation/report_versions.html", context)


def told(found: Differences) -> list[tuple[Moved, Promise, str, str]]:
    """The figures that differ in words: which, what of it, what the older and what the newer one says."""
    return [(each, FIGURES[each.what], _words(each.old), _words(each.new)) for each in found.figures]


def facts_so_far(report: Report) -> dict[str, Any]:
    """The figures frozen with the approval; before it as they are now."""
    if report.facts or not report.composed:
        return report.facts or {}
    return facts_of(report, from_json(report.composed), on=timezone.localdate())


def _words(said: Any) -> str:
    """A figure as a reader reads it; nil, nobody said, and no such target stay apart."""
    if said is None:
        return "–"
    if isinstance(said, dict):
        return vn_number(Decimal(said["value"])) if said["value"] else str(STATES.get(said["state"], "–"))
    if said in Verdict:
        return str(Verdict(said).label)
    return vn_percent(Decimal(said))
