"""Where somebody who still owes a second factor is told why, and chooses one."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.second_factor import DEVICES, is_asked_of

GO_ON = "after_second_factor"  # where the person was going


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and the two ways to have one; whoever has one is led to the page of theirs."""
    there = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        request.session[GO_ON] = there
    if is_mfa_enabled(request.user, DEVICES):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html", {"is_asked": is_asked_of(request.user)})  # type: ignore[arg-type] # closed to visitors
