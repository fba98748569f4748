"""Tokens of programs: the list, one more, the end of one."""

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from api.actions.tokens import hand_out_token, revoke_token
from api.forms.tokens import RevokeForm, TokenForm
from api.models.token import organisations_answered_for
from api.queries.tokens import tokens_in_list
from common.access import get_permitted
from common.errors import RuleBroken

REFUSED = 409
MOST_SHOWN = 200


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens of the person's organisations, for DOST also those of its province's units."""
    if not request.user.has_perm("api.list_tokens"):
        raise PermissionDenied
    today = timezone.localdate()
    found = list(tokens_in_list(_person(request))[:MOST_SHOWN])
    context = {
        "tokens": [(token, token.is_in_force(today)) for token in found],
        "may_add": bool(organisations_answered_for(_person(request))),
    }
    return render(request, "api/token_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def token_add(request: HttpRequest) -> HttpResponse:
    """Hand out a token; its secret is shown on the answer and nowhere again."""
    if not organisations_answered_for(_person(request)):  # an administrator answers for no house
        raise PermissionDenied
    return _handed_out(request)


@reauthentication_required
def _handed_out(request: HttpRequest) -> HttpResponse:
    """The password, or the second factor, was shown a moment ago: an open screen gives nobody a lasting way in."""
    person, today = _person(request), timezone.localdate()
    form, status = TokenForm(request.POST or None, organisations_answered_for(person), today), 200
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = hand_out_token(by=person, on=today, **form.cleaned_data)
            return render(request, "api/token_made.html", {"token": token, "secret": secret})
        except RuleBroken as no:
            form.add_error(None, no)
            status = REFUSED
    return render(request, "api/token_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token, saying why."""
    person = _person(request)
    token = get_permitted(person, "api.revoke_token", tokens_in_list(person), pk=pk)
    form, status = RevokeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            revoke_token(token, by=person, **form.cleaned_data)
            return redirect("api:token_list")
        except RuleBroken as no:
            form.add_error(None, no)
            status = REFUSED
    return render(request, "api/token_revoke.html", {"form": form, "token": token}, status=status)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - every page but the public ones asks for it
    return request.user
