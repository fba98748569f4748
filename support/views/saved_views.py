"""A person's views of the desk: kept under a name, renamed, removed."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.errors import RuleBroken
from support.actions.saved_views import LAST, LONGEST_NAME, remove_view, rename_view, save_view
from support.models import SavedView
from support.queries.desk import works_at_a_desk
from support.queries.wanted import wanted


@require_http_methods(["GET", "HEAD", "POST"])
def desk_view_list(request: HttpRequest) -> HttpResponse:
    """The person's own views; POST keeps the filters of the address under a name."""
    user = _reader(request)
    if request.method != "POST":
        context = {"views": _own(user), "longest": LONGEST_NAME}
        return render(request, "support/desk_view_list.html", context)
    asked = wanted(request.GET)
    try:
        view = save_view(name=request.POST.get("name", ""), query=asked.query, by=user)
        messages.success(request, _("The view “%(name)s” is kept. Only you see it.") % {"name": view.name})
    except RuleBroken as no:
        messages.error(request, no.reason)
    return redirect(f"{reverse('support:application_list')}?{asked.query or 'sort='}")


@require_POST
def desk_view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view of one's own, or remove it."""
    user = _reader(request)
    view = get_object_or_404(_own(user), pk=pk)
    try:
        if "remove" in request.POST:
            remove_view(view, by=user)
            messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
        else:
            rename_view(view, name=request.POST.get("name", ""), by=user)
            messages.success(request, _("The view is now called “%(name)s”.") % {"name": view.name})
    except RuleBroken as no:
        messages.error(request, no.reason)
    return redirect("support:desk_view_list")


def _own(user: User) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=user).exclude(name=LAST).order_by("name")


def _reader(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # signed in: every page but the public ones asks for it
    if not works_at_a_desk(user):
        raise Http404
    return user
