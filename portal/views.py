"""Home per role, and (in development) the gallery of components."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.search import Words
from portal.queries import work_of
from portal.search import kind_asked, kinds_of, search, suggested
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
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything the person may see that holds the words of ``q``, by kind, or all of one ``kind``."""
    user: Any = request.user  # or a visitor: what is public needs nobody
    words, only = Words.of(request.GET.get("q", "")), kind_asked(request.GET)
    found = search(user, words, only=only)
    context = {"words": words, "found": found, "only": only, "kinds": kinds_of(user)}
    return render(request, "portal/search.html", context)


@require_safe
@login_not_required
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """The few best hits, while somebody types into the box of the masthead; a comfort, the page above says it all."""
    user: Any = request.user  # or a visitor
    words = Words.of(request.GET.get("q", ""))
    answer = render(request, "portal/_suggestions.html", {"words": words, "hits": suggested(user, words)})
    answer["Cache-Control"] = "private, max-age=30"
    return answer


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and state on one page, for those who build the portal."""
    return render(request, "portal/gallery.html")
