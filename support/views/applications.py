"""The page of an application."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from journal.actions import note_reading
from support.models import Appraiser, RequestedItem
from support.views.head import head_of
from support.views.opening import is_own, opened, person
from support.views.sections import in_reading_order

READ_BY_SEVERAL = (  # parts of the page
    Prefetch("items", RequestedItem.objects.select_related("content", "clause")),
    Prefetch("appraisers", Appraiser.objects.select_related("user")),
)


@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the application stands and everything about it the person may see."""
    application = opened(request, "support.view_application", pk)
    prefetch_related_objects([application], *READ_BY_SEVERAL)
    note_reading(request, application, is_own=is_own(request, application))
    today = timezone.localdate()
    parts = [
        {"section": section, "application": application, **context}
        for section in in_reading_order(application.state)
        if (context := section.context(application, request.user, today)) is not None  # type: ignore[arg-type] # signed in
    ]
    context = {
        "application": application,
        "parts": parts,
        "contents": [{"id": p["section"].key, "label": p["section"].title} for p in parts],
        "head": head_of(application, person(request), today),
    }
    return render(request, "support/application_detail.html", context)
