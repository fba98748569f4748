"""The leader reads the whole paper and approves it: exactly what this page shows, nothing else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from consolidation.actions.approving import approve
from consolidation.actions.rendering import paper_of
from consolidation.actions.reviewing import blocking
from consolidation.documents.frozen import mark_of
from consolidation.queries.audience import drafters_of
from consolidation.states import ReportState
from consolidation.views.opening import APPROVE, opened, person, status_of
from papers.codec import from_json
from papers.preview import shown, shown_annexes


@require_http_methods(["GET", "HEAD", "POST"])
def report_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and approve. The form carries the mark of the text it shows; other words are not approved with it."""
    report, today = opened(request, APPROVE, pk), timezone.localdate()
    refused = None
    if request.method == "POST":
        try:
            approve(report, by=person(request), on=today, read=request.POST.get("read", "")[:64])
        except RuleBroken as no:
            refused = no
        else:
            messages.success(
                request, _("The report is approved. The specialist was told to have it numbered.")
            )
            return redirect(report)
    document = paper_of(report, on=today)
    before = from_json(report.composed) if report.composed else None
    context = {
        "report": report,
        "document": document,
        "read": mark_of(document),
        "blocks": list(shown(document)),
        "annexes": list(shown_annexes(document)),
        "gaps": blocking(report, on=today),
        "problems": refused.messages if refused else [],
        "moved_on": report.state != ReportState.REVIEW,
        "changed": before is not None and mark_of(before) != mark_of(document),
        "people": drafters_of(report),
        "tells": True,
    }
    return render(request, "consolidation/report_approve.html", context, status=status_of(refused))
