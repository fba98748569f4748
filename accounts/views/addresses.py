"""Another e-mail address: ask for it, and answer from either mailbox."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.addresses import OLD, agree, ask_for_address, change_of, refuse
from accounts.forms import AddressForm
from common.errors import RuleBroken

GONE = "accounts/address_gone.html"


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def address_change(request: HttpRequest) -> HttpResponse:
    """Ask for another address; the page says which answers are still waited for."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_address(request, form.cleaned_data["email"], by=request.user)  # type: ignore[arg-type]
        except RuleBroken as no:
            form.add_error("email", no.reason)
        else:
            messages.success(request, _("Two mails are on their way. Follow the link in each of them."))
            return redirect("accounts:address_change")
    waiting = request.user.address_changes.filter(ended_at__isnull=True).first()  # type: ignore[union-attr]
    return render(request, "accounts/address_change.html", {"form": form, "waiting": waiting})


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail leads: what was asked for, and the answers this mailbox has."""
    found = change_of(token)
    if found is None:
        return render(request, GONE, status=404)
    change, end = found
    answer, told = request.POST.get("answer", ""), {"is_old": end == OLD}
    try:
        if answer == "no" and end == OLD:
            refuse(change)
            told["is_refused"] = True
        elif answer == "yes":
            told["is_done"] = agree(change, end, keep=_own_session(request, change.user_id))
        else:
            return render(request, "accounts/address_answer.html", {"change": change, **told})
    except RuleBroken as no:
        return render(request, GONE, {"reason": no.reason}, status=409)
    return render(request, "accounts/address_answered.html", told)


def _own_session(request: HttpRequest, user_id: int) -> str | None:
    """The session of the person themselves, who goes on working in it."""
    return request.session.session_key if request.user.pk == user_id else None
