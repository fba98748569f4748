"""Invite people from a list: see what it would do, then do it; see what became of each invitation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from organisations.actions.inviting import invite, send_again, withdraw
from organisations.forms import ListForm
from organisations.queries.inviting import invitations_of, invites_somebody, judge, read_lines

PAGE = 50
ACTS = {"again": send_again, "withdraw": withdraw}


def _inviter(request: HttpRequest) -> User:
    """The person, where they invite anybody at all."""
    person: User = request.user  # type: ignore[assignment] # closed to visitors
    if not invites_somebody(person):
        raise PermissionDenied
    return person


@require_safe
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations one may see, found by name or address."""
    sought = clean(request.GET.get("q", ""))[:200]
    rows = invitations_of(_inviter(request))
    if sought:
        rows = rows.filter(email__icontains=sought) | rows.filter(full_name__icontains=sought)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    told = [(row, row.is_over(now)) for row in page.object_list]
    return render(request, "organisations/invitation_list.html", {"page": page, "rows": told, "q": sought})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Paste a list; the next page says of each line what it would do; ``confirm`` does it."""
    person = _inviter(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if not form.is_valid():
        return render(request, "organisations/invitation_new.html", {"form": form})
    text = form.cleaned_data["people"]
    lines = judge(read_lines(text), by=person)
    if "confirm" in request.POST:
        try:
            sent = invite(lines, by=person, now=timezone.now())
        except RuleBroken as no:
            messages.error(request, no.reason)
        else:
            words = ngettext(
                "%d invitation leaves within a minute.", "%d invitations leave within a minute.", len(sent)
            )
            messages.success(request, words % len(sent))
            return redirect("organisations:invitation_list")
    good = sum(not line.problem for line in lines)
    context = {"lines": lines, "text": text, "good": good, "bad": len(lines) - good}
    return render(request, "organisations/invitation_preview.html", context)


@require_POST
def invitation_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mail again with a new link, or withdraw the invitation."""
    person: User = request.user  # type: ignore[assignment] # closed to visitors
    row = get_object_or_404(invitations_of(person), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            act(row, by=person, now=timezone.now())
        except RuleBroken as no:
            messages.error(request, no.reason)
        else:
            messages.success(request, _("Done: %(invitation)s.") % {"invitation": row})
    return redirect("organisations:invitation_list")
