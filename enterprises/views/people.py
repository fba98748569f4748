"""The people of an enterprise, and a personal number uncovered."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from common.vietnamese import clean
from enterprises.actions import people, revealing
from enterprises.models import Enterprise, EnterpriseMembership, EnterpriseRole, enterprise_ids_of
from enterprises.queries.history import people_history
from enterprises.queries.people import memberships
from enterprises.states import JoinState
from journal.actions import note_reading

RECORDS = Enterprise.objects.select_related("province")
MOST_WORDS = 2000


@require_safe
def enterprise_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for the enterprise, who asks to; what may be changed by whom."""
    enterprise = get_permitted(request.user, "enterprises.view_people", RECORDS, pk=pk)
    note_reading(
        request, enterprise, is_own=request.user.has_perm("enterprises.leave_enterprise", enterprise)
    )
    held = memberships([pk]).prefetch_related("user__emailaddress_set")
    may_manage = request.user.has_perm("enterprises.manage_people", enterprise)
    context = {
        "enterprise": enterprise,
        "memberships": held,
        "may_manage": may_manage,
        "history": people_history(enterprise),
        "may_leave": pk in enterprise_ids_of(request.user),  # type: ignore[arg-type] # signed in
        "manages": pk in enterprise_ids_of(request.user, managing=True),  # type: ignore[arg-type] # signed in
        "requests": enterprise.join_requests.filter(state=JoinState.WAITING).select_related("user")
        if may_manage
        else [],
    }
    return render(request, "enterprises/enterprise_people.html", context)


@require_POST
def person_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Make a member a manager, or a manager a member."""
    held = _held(request, "enterprises.manage_people", pk, membership)
    role = request.POST.get("role", "")

    def act() -> None:
        if role not in EnterpriseRole.values:
            raise RuleBroken(_("Choose a role."))
        people.change_role(held, role=role, by=request.user, on=timezone.localdate())  # type: ignore[arg-type] # signed in

    return _done(request, pk, act, _("The role was changed; the person was told."))


@require_POST
def person_remove(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """The person no longer acts for the enterprise."""
    held = _held(request, "enterprises.manage_people", pk, membership)
    reason = clean(request.POST.get("reason", ""))[:MOST_WORDS]
    return _done(
        request,
        pk,
        lambda: people.remove(held, by=request.user, on=timezone.localdate(), reason=reason),  # type: ignore[arg-type]
        _("%(person)s no longer acts for the enterprise and was told.") % {"person": held.user},
    )


@require_POST
def person_hand_over(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """A manager hands the account over to a colleague."""
    held = _held(request, "enterprises.hand_over_enterprise", pk, membership)
    return _done(
        request,
        pk,
        lambda: people.hand_over(held, by=request.user, on=timezone.localdate()),  # type: ignore[arg-type]
        _("%(person)s now manages the account. You go on acting for the enterprise.") % {"person": held.user},
    )


@require_POST
def enterprise_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The person stops acting for the enterprise."""
    enterprise = get_permitted(request.user, "enterprises.leave_enterprise", RECORDS, pk=pk)
    try:
        people.leave(enterprise, by=request.user, on=timezone.localdate())  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
        return redirect("enterprises:enterprise_people", pk)
    messages.success(request, _("You no longer act for %(name)s.") % {"name": enterprise})
    return redirect("enterprises:own_list")


@require_POST
@never_cache
def enterprise_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole tax code of a household; the journal notes who read it."""
    enterprise = get_permitted(request.user, "enterprises.see_tax_code", RECORDS, pk=pk)
    note_reading(
        request, enterprise, is_own=request.user.has_perm("enterprises.leave_enterprise", enterprise)
    )
    code = revealing.reveal_tax_code(enterprise, by=request.user)  # type: ignore[arg-type] # signed in
    page = "enterprises/_tax_code_shown.html" if request.htmx else "enterprises/tax_code.html"  # type: ignore[attr-defined]
    return render(request, page, {"enterprise": enterprise, "code": code})


def _held(request: HttpRequest, permission: str, pk: int, membership: int) -> EnterpriseMembership:
    """The place of a person in an enterprise the reader may change; 404 where it is none (any more)."""
    get_permitted(request.user, permission, RECORDS, pk=pk)
    held = EnterpriseMembership.objects.on(timezone.localdate()).select_related("user")
    return get_object_or_404(held, pk=membership, enterprise_id=pk)


def _done(request: HttpRequest, pk: int, act: Callable[[], object], told: str) -> HttpResponse:
    """Act, say what came of it, and go back to the people."""
    try:
        act()
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, told)
    return redirect("enterprises:enterprise_people", pk)
