"""Where the link of an invitation leads."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import second_factor
from accounts.models import User
from common.errors import RuleBroken
from organisations.actions.inviting import accept, invitation_of
from organisations.forms import WelcomeForm

PAGE = "organisations/invitation_accept.html"


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who is invited to what; a new person chooses a password, a known one accepts while signed in."""
    now = timezone.now()
    invitation = invitation_of(token, now)
    if invitation is None:
        return render(request, PAGE, status=404)
    known = User.objects.known_as(invitation.email)
    data = request.POST if request.method == "POST" else None
    form = (
        None
        if known
        else WelcomeForm(data, email=invitation.email, initial={"full_name": invitation.full_name})
    )
    context = {"invitation": invitation, "form": form, "is_me": known is not None and known == request.user}
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return render(request, PAGE, context)
    facts = form.cleaned_data if form else {}
    signed_in = request.user if request.user.is_authenticated else None
    try:
        person = accept(invitation, now=now, signed_in=signed_in, **facts)
    except RuleBroken as no:
        return render(request, PAGE, context | {"reason": no.reason}, status=409)
    if signed_in and settings.PORTAL_MFA_REQUIRED:
        second_factor.mark(request, person)  # the new role may ask for one, and does so from the next page on
    messages.success(
        request, _("Accepted. You now act for %(organisation)s.") % {"organisation": invitation.organisation}
    )
    return redirect("portal:home" if known else "account_login")
