"""What the portal writes in a derived passage, as of today: a fragment of the board, a page without JavaScript."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from common.access import get_permitted
from consolidation.documents.assembling import draft_of, written_by_portal
from consolidation.documents.compose.derived import DERIVED
from consolidation.models import Report
from papers.preview import nowhere, shown_blocks
from reporting.documents.outline import from_row


@require_safe
def board_preview(request: HttpRequest, pk: int, passage: int) -> HttpResponse:
    """The blocks of one passage the portal writes."""
    report = get_permitted(request.user, "consolidation.edit_report", Report.objects.with_place(), pk=pk)
    found = report.passages.filter(pk=passage).exclude(feed="").first()
    if found is None or found.feed not in DERIVED:
        raise Http404
    with translation.override("vi"):  # the paper is Vietnamese on every screen
        outline = from_row(report.outline)
        draft = draft_of(report.period, outline, on=timezone.localdate())
        place = next((each for each in outline.sections if each.code == found.section), None)
        blocks = list(shown_blocks(written_by_portal(draft, found.feed, place), {}, nowhere))
    context = {
        "report": report,
        "title": DERIVED[found.feed].title,
        "blocks": blocks,
        "section": found.section,
    }
    page = "_board_preview" if request.htmx else "board_preview"  # type: ignore[attr-defined]
    return render(request, f"consolidation/{page}.html", context)
