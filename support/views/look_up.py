"""Anybody who holds a receipt looks up where the application stands."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.rate_limit import asker, too_often
from support.forms.look_up import LookUpForm
from support.queries.receipts import by_receipt, tidy_code
from support.queries.wording import deadline_of, public_state

A_WHILE = 600  # seconds
MOST_PER_ADDRESS, MOST_PER_CODE = 20, 300  # tries in a while; many per code, or a stranger could shut one out


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """The form (``?ma=`` fills in the code), and by POST the answer: never in the address, so that nothing keeps the key."""
    if request.method != "POST":
        return render(
            request,
            "support/look_up.html",
            {"form": LookUpForm(initial={"code": tidy_code(request.GET.get("ma", ""))})},
        )
    form, found, status = LookUpForm(request.POST), None, 200
    if _is_too_often(request):
        form.add_error(None, _("Too many tries. Wait ten minutes, then try again."))
        status = 429
    elif form.is_valid():
        found = by_receipt(form.cleaned_data["code"], form.cleaned_data["secret"])
        if found is None:
            form.add_error(None, _("No application fits this code and key. Look at the receipt once more."))
    facts: dict[str, object] = {"form": form, "application": found}
    if found is not None:
        facts["form"] = LookUpForm()  # the key is not left on a screen others may see
        facts["standing"] = public_state(found, until=deadline_of(found), is_outside=True)
    return render(request, "support/look_up.html", facts, status=status)


def _is_too_often(request: HttpRequest) -> bool:
    """Count the try by address and by code, right ones too: which is right shall not be told by counting."""
    by_address = too_often("look-up", asker(request), MOST_PER_ADDRESS, A_WHILE)
    by_code = too_often("look-up-code", tidy_code(request.POST.get("code", "")), MOST_PER_CODE, A_WHILE)
    return by_address or by_code
