"""The day on which reports are rendered by themselves: how far they are, start now, once more."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from common.errors import RuleBroken
from consolidation.actions.batches import retry_campaign, start_now
from consolidation.queries.batches import batch_of, campaigns_of, days_of
from consolidation.views.opening import person


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """The days, newest first."""
    return render(request, "consolidation/batch_list.html", {"days": list(days_of(person(request)))})


@require_safe
def batch_detail(request: HttpRequest, day: dt.date) -> HttpResponse:
    """The reports of a day; for HTMX only the board, as long as anything moves."""
    batch = batch_of(person(request), day)
    if not batch.items:
        raise Http404
    template = "_batch.html" if request.htmx else "batch_detail.html"  # type: ignore[attr-defined]
    response = render(request, f"consolidation/{template}", {"batch": batch})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def batch_start(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Start what is not started of a day, and what failed once more."""
    if not campaigns_of(person(request)).exists():
        raise Http404
    try:
        begun = start_now(day=day, by=person(request))
    except RuleBroken as no:
        raise Http404 from no
    if begun.started or begun.again:
        number = begun.started + begun.again
        said = ngettext(
            "%(number)s report was sent to be rendered.",
            "%(number)s reports were sent to be rendered.",
            number,
        )
        messages.success(request, said % {"number": number})
    else:
        messages.info(
            request, _("Every report of the day is rendered or on its way; nothing was started twice.")
        )
    return redirect("consolidation:batch_detail", day=day)


@require_POST
def campaign_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Render one report of the day again."""
    found = campaigns_of(person(request)).select_related("job", "period__plan")
    campaign = get_object_or_404(found.filter(job__isnull=False), pk=pk)
    try:
        retry_campaign(campaign=campaign, by=person(request))
        messages.success(request, _("The report is being rendered again."))
    except RuleBroken as no:
        messages.error(request, no.reason)
    return redirect("consolidation:batch_detail", day=campaign.runs_at.astimezone().date())
