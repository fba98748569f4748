"""The people of an enterprise: who comes, what they do, who goes; never without a manager."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from enterprises.models import Enterprise, EnterpriseMembership, EnterpriseRole
from enterprises.notices import tell_person
from journal.actions import note_down
from organisations.models.validity import DatedQuerySet
from organisations.queries import dost_province_ids

A_DAY = dt.timedelta(1)


def begin(
    enterprise: Enterprise, user: User, *, role: str, position: str = "", by: User | None, on: dt.date
) -> EnterpriseMembership:
    """``user`` acts for the enterprise from ``on``; somebody who comes back takes up the place they had."""
    membership, _is_new = EnterpriseMembership.objects.update_or_create(
        user=user,
        enterprise=enterprise,
        defaults={"role": role, "position": clean(position), "valid_from": on, "valid_to": None},
    )
    note_down(enterprise, "take_in", by=by, person=user, role=role)
    _forget(user)
    return membership


@transaction.atomic
def change_role(
    membership: EnterpriseMembership, *, role: str, by: User, on: dt.date
) -> EnterpriseMembership:
    """Make a member a manager or a manager a member.

    Raises RuleBroken: ``by`` may not, the person has left meanwhile, or nobody would manage the enterprise.
    """
    enterprise, held = _held(membership, on)
    check_manages(enterprise, by, on)
    if held.role == role:
        return held
    if role != EnterpriseRole.MANAGER:
        _keep_a_manager(enterprise, held, on)
    held.role = role
    held.save(update_fields=["role"])
    note_down(enterprise, "change_role", by=by, person=held.user, role=role)
    told = (
        gettext_lazy("You now manage the account of %s")
        if role == EnterpriseRole.MANAGER
        else gettext_lazy("You no longer manage the account of %s; you go on acting for it")
    )
    tell_person(held.user, enterprise, told, about=held, moment=timezone.now())
    _forget(held.user)
    return held


@transaction.atomic
def hand_over(membership: EnterpriseMembership, *, by: User, on: dt.date) -> EnterpriseMembership:
    """Make the person of ``membership`` manager in the place of ``by``, who stays as a member.

    Raises RuleBroken as :func:`change_role`, and where ``by`` does not manage the enterprise or hands over to nobody else.
    """
    enterprise, held = _held(membership, on)
    own = _on(enterprise, on).filter(user=by, role=EnterpriseRole.MANAGER).first()
    if own is None:
        raise RuleBroken(_("Only a manager of the account can hand it over."), code="not_permitted")
    if held.pk == own.pk:
        raise RuleBroken(_("Choose somebody else to hand the account over to."), code="same_person")
    taken = change_role(held, role=EnterpriseRole.MANAGER, by=by, on=on)
    change_role(own, role=EnterpriseRole.MEMBER, by=by, on=on)
    return taken


@transaction.atomic
def remove(membership: EnterpriseMembership, *, by: User, on: dt.date, reason: str = "") -> None:
    """The person no longer acts for the enterprise, from now on. Raises RuleBroken as :func:`change_role`."""
    enterprise, held = _held(membership, on)
    check_manages(enterprise, by, on)
    _keep_a_manager(enterprise, held, on)
    _end(held, on)
    note_down(enterprise, "let_go", by=by, note=clean(reason), person=held.user)
    told = gettext_lazy("You no longer act for %s")
    tell_person(held.user, enterprise, told, about=held, moment=timezone.now(), body=clean(reason))


@transaction.atomic
def leave(enterprise: Enterprise, *, by: User, on: dt.date) -> None:
    """``by`` stops acting for the enterprise. Raises RuleBroken where nobody would manage it any more."""
    own = EnterpriseMembership.objects.filter(enterprise=enterprise, user=by).first()
    if own is None:
        raise RuleBroken(_("You do not act for this enterprise."), code="moved_on")
    locked, held = _held(own, on)
    _keep_a_manager(locked, held, on)
    _end(held, on)
    note_down(locked, "leave", by=by)


def check_manages(enterprise: Enterprise, by: User, on: dt.date) -> None:
    """RuleBroken unless ``by`` manages the enterprise at this moment, or works at the DOST of its province.

    Asked under the lock: whoever lost the role a moment ago decides nothing more.
    """
    manages = _on(enterprise, on).filter(user=by, role=EnterpriseRole.MANAGER).exists()
    if not manages and enterprise.province_id not in dost_province_ids(by):
        raise RuleBroken(
            _("Only a manager of the account or the department in charge can do this."), code="not_permitted"
        )


def locked(enterprise_id: int) -> Enterprise:
    """The enterprise, held until the end of the transaction: its people change one after another."""
    return Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise_id)


def has_manager(enterprise: Enterprise, on: dt.date) -> bool:
    """Whether somebody who may sign in manages it on ``on``."""
    return _on(enterprise, on).filter(role=EnterpriseRole.MANAGER, user__is_active=True).exists()


def _held(membership: EnterpriseMembership, on: dt.date) -> tuple[Enterprise, EnterpriseMembership]:
    """The enterprise under lock and the membership as it then is."""
    enterprise = locked(membership.enterprise_id)
    held = _on(enterprise, on).select_related("user").filter(pk=membership.pk).first()
    if held is None:
        raise RuleBroken(_("This person no longer acts for the enterprise."), code="moved_on")
    return enterprise, held


def _keep_a_manager(enterprise: Enterprise, going: EnterpriseMembership, on: dt.date) -> None:
    """RuleBroken where ``going`` is the last who manages the account."""
    if going.role != EnterpriseRole.MANAGER:
        return
    others = (
        _on(enterprise, on).filter(role=EnterpriseRole.MANAGER, user__is_active=True).exclude(pk=going.pk)
    )
    if not others.exists():
        raise RuleBroken(
            _("An enterprise is never without a manager. Hand the account over to somebody first."),
            code="last_manager",
        )


def _end(membership: EnterpriseMembership, on: dt.date) -> None:
    """Until yesterday. The row stays, also of a place taken up today: who acted for an enterprise never appraises it."""
    _forget(membership.user)
    membership.valid_to = on - A_DAY
    if membership.valid_from is not None:
        membership.valid_from = min(membership.valid_from, membership.valid_to)
    membership.save(update_fields=["valid_from", "valid_to"])


def _on(enterprise: Enterprise, on: dt.date) -> DatedQuerySet:
    return EnterpriseMembership.objects.on(on).filter(enterprise=enterprise)


def _forget(user: User) -> None:
    """What was kept on the person about whom they act for is asked anew."""
    vars(user).pop("held_enterprises", None)
