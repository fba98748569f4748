"""Home per role, and (in development) the gallery of components."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.queries import work_of
from portal.work import told_apart
from programmes.models import Plan


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The public front page, or the person's work."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html", {"plans": Plan.objects.for_list()})
    today = timezone.localdate()
    works = work_of(request.user, on=today)
    waiting, quiet = told_apart(works)
    context = {
        "works": waiting,
        "quiet": quiet,
        "today": today,
        "has_role": bool(works),
        "applies": any(work.kind == "application-supply" for work in works),
    }
    return render(request, "portal/home.html", context)


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and state on one page, for those who build the portal."""
    return render(request, "portal/gallery.html")
