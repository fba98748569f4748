"""Somebody leaves: what they hold moves, their roles end, and no session of theirs lives on."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.sessions import end_sessions
from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from journal.actions import note_down
from organisations.handover import kinds
from organisations.models import Membership
from organisations.queries.inviting import may_invite
from organisations.queries.leaving import accounts_ended_by


@transaction.atomic
def deactivate(
    person: User,
    *,
    by: User,
    reason: str,
    on: dt.date,
    successor: User | None = None,
    takes_roles: bool = False,
) -> int:
    """End the account of ``person`` from ``on``; returns how much open work moved to ``successor``.

    Without a successor open work is laid back where the office sees it. With ``takes_roles`` the successor acts from
    ``on`` for the same organisations in the same roles. What the person did stays under their name.
    Raises RuleBroken without a reason, for oneself, for the last administrator, for somebody who has left already, for
    somebody ``by`` does not answer for, and for a successor who has left or may not be given these roles.
    """
    # with all administrators, so that two of them do not end each other at once; the others as they are by then
    named = {one.pk for one in (person, by, successor) if one is not None}
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
    now = {one.pk: one for one in rows.filter(Q(pk__in=named) | Q(is_superuser=True))}
    if not named <= now.keys():
        raise RuleBroken(_("This account has ended already."), code="ended")
    row, by, successor = now[person.pk], now[by.pk], successor and now[successor.pk]
    _check(row, by=by, reason=reason, successor=successor)
    held = list(Membership.objects.on(on).filter(user=row).select_related("organisation"))
    if successor is not None and takes_roles:
        _check_roles(held, by)
    moved = sum(kind.move(row, successor, by) for kind in kinds() if kind.move)
    for membership in held:
        if successor is not None and takes_roles:
            _begin(successor, membership, on, by)
        membership.valid_to = on
        membership.save(update_fields=["valid_to"])
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(row)
    note_down(row, "deactivate", by=by, note=clean(reason), successor=successor, moved=moved, roles=len(held))
    return moved


def _check(row: User, *, by: User, reason: str, successor: User | None) -> None:
    if not clean(reason):
        raise RuleBroken(_("Say why: the reason stays in the journal."), code="no_reason")
    if row == by:
        raise RuleBroken(_("You cannot end your own account: another administrator does."), code="oneself")
    if not row.is_active:
        raise RuleBroken(_("This account has ended already."), code="ended")
    if row.is_superuser and not User.objects.administrators().exclude(pk=row.pk).exists():
        raise RuleBroken(_("This is the last administrator."), code="last_administrator")
    if not by.is_active or not accounts_ended_by(by).filter(pk=row.pk).exists():
        raise RuleBroken(_("Only an administrator of the portal ends this account."), code="not_permitted")
    if successor is not None and (successor == row or not successor.is_active):
        raise RuleBroken(_("The successor must be somebody else, who may sign in."), code="successor")


def _check_roles(held: list[Membership], by: User) -> None:
    """Nobody gives by handing over what they could not give by inviting."""
    if not all(may_invite(by, membership.organisation, membership.role) for membership in held):
        raise RuleBroken(
            _(
                "Only an administrator of the portal gives these roles to somebody. End the account without handing them over."
            ),
            code="not_your_roles",
        )


def _begin(successor: User, membership: Membership, on: dt.date, by: User) -> None:
    """The same role for the successor; one that had ended begins again."""
    place = {"organisation": membership.organisation, "role": membership.role}
    taken, is_new = Membership.objects.get_or_create(user=successor, **place, defaults={"valid_from": on})
    if not is_new and not taken.holds_on(on):
        taken.valid_from, taken.valid_to = on, None
        taken.save()
    note_down(taken, "begin_by_handover", by=by, of=membership.user)
