"""An enterprise registers: by somebody without an account, or by somebody signed in."""

import hashlib
import threading
import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.notices import answer_registration
from common.errors import RuleBroken
from common.fields import digits
from common.rate_limit import asker, too_often
from common.vietnamese import clean
from enterprises.actions import register_own, register_visitor
from enterprises.forms.registering import NAME, EnterpriseForm, VisitorForm, doubts_of
from enterprises.queries.lookup import tidy_tax_code
from enterprises.queries.tax_codes import check
from organisations.models import Province

AN_HOUR = 3600
A_WHILE = 600  # seconds in which a form sent again is the same one
IN_TURN = threading.Lock()  # of visitors: each is kept waiting, and the threads of a web process are few
MOST_KEY = 10**9
LOOKS = 5  # times a page may compare with the register for each registration that is allowed


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """One page: the account (for a visitor) and the enterprise. Doubts are shown once and ticked off."""
    typed = request.POST if request.method == "POST" else None
    form = EnterpriseForm(typed, by=request.user) if request.user.is_authenticated else VisitorForm(typed)
    status = 200
    if typed is not None and isinstance(form, VisitorForm) and cache.get(_mark(request)):
        return redirect("enterprises:register_received")  # the same form, sent twice
    if request.method == "POST" and _is_too_often(request, LOOKS):
        form.add_error(None, _too_often())
        form.doubts, status = None, 429
    elif request.method == "POST" and form.is_valid() and form.is_settled:
        try:
            return _registered(request, form)
        except RuleBroken as no:
            form.add_error(None, no)
            status = 429 if no.code in {"too_often", "busy"} else 409
    return render(request, "enterprises/register.html", {"form": form, "doubts": form.doubts}, status=status)


def _registered(request: HttpRequest, form: EnterpriseForm) -> HttpResponse:
    """Do it."""
    if isinstance(form, VisitorForm):
        return _registered_visitor(request, form)
    _check_often(request)
    done = register_own(form.wanted(), by=request.user, on=timezone.localdate())  # type: ignore[arg-type] # signed in
    if done.request is None:
        messages.success(
            request, _("%(name)s is registered. You manage its account.") % {"name": done.enterprise}
        )
        return redirect("enterprises:enterprise_people", done.enterprise.pk)
    messages.success(request, _("Your request was sent. You are told here and by mail when it is answered."))
    return redirect("enterprises:own_list")


def _registered_visitor(request: HttpRequest, form: VisitorForm) -> HttpResponse:
    """Answered alike, and after the same time, whether or not the address had an account. Its owner gets a mail.

    One at a time in each web process: a crowd that registers from everywhere leaves the other threads to readers.
    """
    if not IN_TURN.acquire(blocking=False):
        said = _("Others are registering at this very moment. Send the form again in a few seconds.")
        raise RuleBroken(said, code="busy")
    try:
        _check_often(request)
        begun = time.monotonic()
        account = {name: form.cleaned_data[name] for name in form.account}
        register_visitor(form.wanted(), on=timezone.localdate(), **account)
        answer_registration(request, account["email"])
        cache.set(_mark(request), 1, A_WHILE)
        time.sleep(max(0.0, settings.REGISTRATION_TAKES - (time.monotonic() - begun)))
    finally:
        IN_TURN.release()
    return redirect("enterprises:register_received")


def _check_often(request: HttpRequest) -> None:
    if too_often("register", asker(request), settings.REGISTRATIONS_PER_HOUR, AN_HOUR):
        raise RuleBroken(_too_often(), code="too_often")


@require_safe
@login_not_required
@never_cache
def register_check(request: HttpRequest) -> HttpResponse:
    """The doubts about a name and code while they are typed: a fragment of the page above, empty when all is well."""
    name = clean(request.GET.get("name", ""))[:NAME]
    code = tidy_tax_code(request.GET.get("tax_code", "")[:NAME])
    found = check(code)
    province = Province.objects.filter(pk=digits(request.GET.get("province"), MOST_KEY)).first()
    context: dict[str, object] = {"problem": found.problem if code else ""}
    if name and province and not found.problem and not _is_too_often(request, LOOKS):
        context["doubts"] = doubts_of(name, code, province, timezone.localdate())
    return render(request, "enterprises/_doubts.html", context)


@require_safe
@login_not_required
def register_received(request: HttpRequest) -> HttpResponse:
    """What happens next; the same words for everybody."""
    return render(request, "enterprises/register_received.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """How the portal handles personal data."""
    return render(request, "enterprises/privacy.html")


def _mark(request: HttpRequest) -> str:
    """A name for what this browser typed about the account and the code: whoever else types it has another."""
    parts = [request.COOKIES.get(settings.CSRF_COOKIE_NAME) or asker(request)]
    parts += [request.POST.get(name, "") for name in ("email", "tax_code", "name")]
    return f"registered:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def _is_too_often(request: HttpRequest, times: int) -> bool:
    """Whether this address compares with the register so often that it rather reads it out."""
    return too_often("register-look", asker(request), times * settings.REGISTRATIONS_PER_HOUR, AN_HOUR)


def _too_often() -> str:
    return _(
        "Too many registrations came from your network within the hour. Try again later, or call the department in charge."
    )
