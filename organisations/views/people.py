"""A person as administrators, and leaders of their DOST, see them: end the account; administrators look as they do."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.sessions import living_sessions
from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from organisations import support_view
from organisations.actions.leaving import deactivate
from organisations.forms import LeaveForm
from organisations.handover import kinds
from organisations.queries.leaving import accounts_ended_by, leads_a_dost

View = Callable[[HttpRequest, int], HttpResponse]


def administrators_only(view: View) -> View:
    """Everybody else is refused before the password is asked for again."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, pk)

    return guarded


def _in_sight(request: HttpRequest, pk: int) -> User:
    """The person, for administrators and for leaders of a DOST whose people they are; Http404 for a leader of another."""
    viewer: User = request.user  # type: ignore[assignment] # closed to visitors
    if not (viewer.is_superuser or leads_a_dost(viewer)):
        raise PermissionDenied
    return get_object_or_404(accounts_ended_by(viewer), pk=pk)


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Roles, second factors, sessions and open work of a person."""
    return _page(request, _in_sight(request, pk), LeaveForm(by=request.user))  # type: ignore[arg-type]


def _page(request: HttpRequest, person: User, form: LeaveForm, status: int = 200) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "memberships": person.memberships.select_related("organisation__province").order_by("valid_to", "pk"),
        "devices": Authenticator.objects.filter(user=person).exclude(type="recovery_codes"),
        "sessions": len(living_sessions(person)),
        "works": [(kind.label, kind.count(person), kind.move is not None) for kind in kinds()],
        "is_me": person == request.user,
    }
    return render(request, "organisations/person_detail.html", context, status=status)


@require_POST
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End the account and hand over. Everybody else is refused before the password is asked for again."""
    _in_sight(request, pk)
    return _leave(request, pk)


@reauthentication_required
def _leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = _in_sight(request, pk)
    form = LeaveForm(request.POST, by=request.user)  # type: ignore[arg-type]
    if not form.is_valid():
        return _page(request, person, form, 422)
    try:
        moved = deactivate(person, by=request.user, on=timezone.localdate(), **form.cleaned_data)  # type: ignore[arg-type]
    except RuleBroken as no:
        form.add_error(None, no.reason)
        return _page(request, person, form, 409)
    messages.success(request, _("The account has ended. Open work that moved: %(count)d.") % {"count": moved})
    return (
        redirect("organisations:person_detail", pk) if request.user.is_superuser else redirect("portal:home")
    )


@require_POST
@administrators_only
@reauthentication_required
def support_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the portal as the person does, for half an hour, with a reason."""
    person, reason = get_object_or_404(User, pk=pk), clean(request.POST.get("reason", ""))[:500]
    if person == request.user or person.is_superuser or not person.is_active:
        messages.error(
            request, _("Only people who may sign in and are no administrators can be looked at this way.")
        )
    elif not reason:
        messages.error(request, _("Say why: the reason stays in the journal."))
    else:
        support_view.begin(request, person, reason=reason)
        return redirect("portal:home")
    return redirect("organisations:person_detail", pk)


@require_POST
def support_end(request: HttpRequest) -> HttpResponse:
    """Back to one's own pages."""
    held = request.session.get(support_view.KEY)
    support_view.end(request)
    return redirect("organisations:person_detail", held["user"]) if held else redirect("portal:home")
