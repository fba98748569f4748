"""The page of an application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from support.views.opening import opened
from support.views.sections import SECTIONS


@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the application stands and everything about it the person may see."""
    application = opened(request, "support.view_application", pk)
    today = timezone.localdate()
    parts = [
        {"section": section, "application": application, **context}
        for section in SECTIONS
        if (context := section.context(application, request.user, today)) is not None  # type: ignore[arg-type] # signed in
    ]
    return render(request, "support/application_detail.html", {"application": application, "parts": parts})
