"""Who at DOST handles an application."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.queries import dost_people_of
from outbox.actions import notify
from support.actions.locking import locked
from support.models import Application
from support.states import ENDED


@transaction.atomic
def assign(application: Application, *, to: User, by: User) -> Application:
    """Give the application to ``to``, who works at the DOST of its province, and tell them unless they did it themselves.

    Raises RuleBroken where it has ended, ``to`` does not work there, handles it already, or ``by`` may not.
    """
    row = _held(application, by)
    if to.pk not in {person.pk for person in _office(row)}:
        raise RuleBroken(
            _("%(person)s does not work at the DOST that receives this application.") % {"person": to},
            code="not_of_the_office",
        )
    if row.assignee_id == to.pk:
        raise RuleBroken(_("%(person)s handles it already.") % {"person": to}, code="same_person")
    give(row, to, "assign", by=by)
    if to != by:
        _tell(row, to, by)
    return row


@transaction.atomic
def take(application: Application, *, by: User) -> Application:
    """Handle the application oneself.

    Raises RuleBroken where a colleague has it already (two clerks may want it at once), it has ended, or ``by`` may not.
    """
    row = _held(application, by)
    if row.assignee_id == by.pk:
        raise RuleBroken(_("You handle it already."), code="same_person")
    if row.assignee is not None:
        raise RuleBroken(
            _("%(person)s handles it already. Ask them, or assign it to yourself.")
            % {"person": row.assignee},
            code="taken",
        )
    return give(row, by, "take", by=by)


@transaction.atomic
def release(application: Application, *, by: User) -> Application:
    """Nobody handles it any more. Raises RuleBroken where nobody did, it has ended, or ``by`` may not."""
    row = _held(application, by)
    if row.assignee is None:
        raise RuleBroken(_("Nobody handles it yet."), code="nobody")
    return give(row, None, "release", by=by)


def _held(application: Application, by: User) -> Application:
    """The row, locked, where ``by`` may handle it and something is left to do."""
    row = locked(
        application
    )  # without its clerk: of a row that was waited for, a join shows the one before the wait
    if not by.has_perm("support.handle_application", row):
        raise RuleBroken(_("Only the DOST that receives this application handles it."), code="not_permitted")
    if row.state in ENDED:
        raise RuleBroken(_("It has ended: %(state)s.") % {"state": row.get_state_display()}, code="ended")
    return row


def _office(row: Application) -> list[User]:
    return dost_people_of([row.plan.province_id])[row.plan.province_id]


def give(row: Application, to: User | None, action: str, *, by: User) -> Application:
    """Note down who handles the row, already locked, from now on."""
    before = row.assignee
    row.assignee, row.assigned_at = to, timezone.now() if to else None
    row.save(update_fields=["assignee", "assigned_at"])
    note_down(row, action, by=by, assignee=to, assignee_before=before)
    return row


def _tell(row: Application, to: User, by: User) -> None:
    with translation.override("vi"):
        notify(
            [to],
            kind="application_assigned",
            key=f"application:{row.pk}:assigned:{row.assigned_at:%Y%m%d%H%M%S%f}",
            title=_("Application %(code)s of %(enterprise)s is yours to handle")
            % {"code": row.code, "enterprise": row.enterprise},
            body=_("Assigned by %(person)s.") % {"person": by},
            url=row.get_absolute_url(),
            about=str(row.plan),
            province=row.plan.province,
            due_on=row.due_on,
        )
