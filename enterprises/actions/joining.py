"""Asking to act for an enterprise the register knows, and answering."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from enterprises.actions.people import begin, check_manages, has_manager, locked
from enterprises.models import Enterprise, EnterpriseRole, JoinRequest
from enterprises.notices import tell_answer, tell_asked
from enterprises.queries.masking import masked
from enterprises.states import JoinState
from journal.actions import advance, note_down


@transaction.atomic
def ask_to_join(
    enterprise: Enterprise, *, by: User, position: str = "", message: str = "", tax_code: str = ""
) -> JoinRequest:
    """A request that waits for the managers of the enterprise or, where there are none, for DOST; asking twice is one.

    ``tax_code`` is the code the person wrote where the register does not know it yet; accepting enters it.
    """
    waiting = JoinRequest.objects.filter(user=by, enterprise=enterprise, state=JoinState.WAITING)
    known = waiting.first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                user=by,
                enterprise=enterprise,
                position=clean(position),
                message=clean(message),
                tax_code=tax_code,
            )
    except IntegrityError:  # the same form, a moment earlier
        return waiting.get()
    note_down(request, "ask_to_join", by=by, enterprise=enterprise)
    tell_asked(request)
    return request


@transaction.atomic
def accept(request: JoinRequest, *, role: str, by: User, now: dt.datetime, answer: str = "") -> JoinRequest:
    """Take the person in as ``role``; whoever comes to an enterprise nobody manages becomes its manager.

    Raises RuleBroken: ``by`` may not answer (any more), it is answered already, the person's address is not
    confirmed yet, or the tax code the person wrote belongs to somebody else by now.
    """
    on = timezone.localdate(now)
    enterprise = locked(request.enterprise_id)
    check_manages(enterprise, by, on)
    if not request.user.has_confirmed_address:
        raise RuleBroken(
            _("The person has not confirmed the e-mail address yet. Answer once that is done."),
            code="unconfirmed",
        )
    if not has_manager(enterprise, on):
        role = EnterpriseRole.MANAGER
    answered = advance(
        request,
        "accept",
        by=by,
        note=clean(answer),
        answered_at=now,
        answered_by=by,
        answer=clean(answer),
    )
    _complete(enterprise, answered.tax_code, by)
    if not enterprise.people.on(on).filter(user=request.user).exists():
        begin(enterprise, request.user, role=role, position=answered.position, by=by, on=on)
    tell_answer(answered)
    return answered


@transaction.atomic
def decline(request: JoinRequest, *, by: User, now: dt.datetime, answer: str) -> JoinRequest:
    """Say no, with the reason the person reads. Raises RuleBroken as :func:`accept`, and without a reason."""
    if not clean(answer):
        raise RuleBroken({"answer": _("Say why; the person reads it.")}, code="reason")
    check_manages(locked(request.enterprise_id), by, timezone.localdate(now))
    answered = advance(
        request,
        "decline",
        by=by,
        note=clean(answer),
        answered_at=now,
        answered_by=by,
        answer=clean(answer),
    )
    tell_answer(answered)
    return answered


def withdraw(request: JoinRequest, *, by: User) -> JoinRequest:
    """The person no longer asks. Raises RuleBroken when it was answered meanwhile."""
    return advance(request, "withdraw", by=by)


def _complete(enterprise: Enterprise, code: str, by: User) -> None:
    """Enter the tax code nobody knew before."""
    if not code or enterprise.tax_code:
        return
    enterprise.tax_code = code
    enterprise.version += 1
    try:
        with transaction.atomic():
            enterprise.save(update_fields=["tax_code", "version"])
    except IntegrityError as no:
        raise RuleBroken(
            _("Another enterprise of the register has the tax code %(code)s by now. Decline, and say so.")
            % {"code": masked(code)},
            code="taken",
        ) from no
    note_down(enterprise, "complete_enterprise", by=by, tax_code=masked(code))
