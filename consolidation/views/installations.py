"""Other installations whose reports are believed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from consolidation.actions.trusting import trust_installation, withdraw_trust
from consolidation.documents import seal
from consolidation.forms.received import TrustForm, WithdrawForm
from consolidation.models import Installation
from consolidation.queries.audience import administrators
from consolidation.views.opening import person, status_of

TRUST = "consolidation.trust_installation"


@require_http_methods(["GET", "HEAD", "POST"])
def installation_list(request: HttpRequest) -> HttpResponse:
    """Whose seal counts, and for administrators by POST one more; ``?khoa=`` brings the key of a file just refused.

    Others of the ministry see that key with its fingerprint, and whom to ask.
    """
    may_trust = request.user.has_perm(TRUST)
    _permit(request, TRUST if request.method == "POST" else "consolidation.list_installations")
    key = request.GET.get("khoa", "")[:60]
    form = TrustForm(
        request.POST or None, initial={"public_key": key, "name": request.GET.get("ten", "")[:200]}
    )
    no = None
    if request.method == "POST" and form.is_valid():
        try:
            installation = trust_installation(by=person(request), **form.cleaned_data)
        except RuleBroken as refused:
            no = refused
            form.add_error(None, refused)
        else:
            said = _("Reports of %(name)s are believed from now on.") % {"name": installation}
            messages.success(request, said)
            return redirect("consolidation:installation_list")
    installations = Installation.objects.select_related("trusted_by", "withdrawn_by")
    context = {
        "form": form,
        "installations": installations,
        "key": key,
        "asked": _fingerprint(key),
        "may_trust": may_trust,
        "administrators": [] if may_trust else administrators(),
    }
    return render(request, "consolidation/installation_list.html", context, status=status_of(no))


@require_http_methods(["GET", "HEAD", "POST"])
def installation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Believe nothing more of what an installation seals, saying why."""
    _permit(request, TRUST)
    installation = get_object_or_404(Installation, pk=pk)
    form, no = WithdrawForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_trust(installation, by=person(request), **form.cleaned_data)
            return redirect("consolidation:installation_list")
        except RuleBroken as refused:
            no = refused
            form.add_error(None, refused)
    context = {"form": form, "installation": installation}
    return render(request, "consolidation/installation_withdraw.html", context, status=status_of(no))


def _permit(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _fingerprint(key: str) -> str:
    """Of the key that is asked about; "" where it is none."""
    try:
        return seal.fingerprint(key) if key else ""
    except ValueError:
        return ""
