"""What the portal told a person."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from outbox.actions import mark_read
from outbox.models import Notice
from outbox.queries import unread

PAGE = 30


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything one was told, the newest first; what is new stands out."""
    told = Notice.objects.filter(user=request.user).select_related("mail", "province")  # type: ignore[misc]
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    context = {
        "page": page,
        "notices": shown,
        "unread": unread(request.user).count(),  # type: ignore[arg-type]
        "newest": shown[0].pk if shown else 0,
    }
    return render(request, "outbox/notice_list.html", context)


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Mark as read: one notice (``notice``), or all up to the newest one that stood on the page (``until``)."""
    new = unread(request.user)  # type: ignore[arg-type]
    one, until = request.POST.get("notice", ""), request.POST.get("until", "")
    if one.isdecimal():
        mark_read(new.filter(pk=one[:18]), by=request.user)  # type: ignore[arg-type]
    elif until.isdecimal():
        mark_read(new.filter(pk__lte=until[:18]), by=request.user)  # type: ignore[arg-type]
    return redirect("outbox:notice_list")
