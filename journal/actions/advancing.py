"""Write the journal, and walk a record along one arrow of its states."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed, has_transition_perm

from accounts.models import User
from common.errors import RuleBroken
from common.request_id import request_id
from journal.models import Entry

M = TypeVar("M", bound=models.Model)


def note_down(
    record: models.Model,
    action: str,
    *,
    by: User | None,
    note: str = "",
    before: str = "",
    after: str = "",
    **facts: Any,
) -> Entry:
    """Add a line about ``record``. ``by`` is None when the portal acts by itself."""
    entry = _entry(record, action, by, facts)
    entry.state_before, entry.state_after, entry.note = before, after, note
    entry.save()
    return entry


def note_down_each(
    told: Iterable[tuple[models.Model, dict[str, Any]]], action: str, *, by: User | None
) -> None:
    """Add a line about each record with its facts, in one insert."""
    Entry.objects.bulk_create((_entry(record, action, by, facts) for record, facts in told), batch_size=500)


def _entry(record: models.Model, action: str, by: User | None, facts: dict[str, Any]) -> Entry:
    return Entry(
        by=by,
        record_type=record._meta.label_lower,
        record_id=record.pk,
        action=action,
        facts={name: _plain(value) for name, value in facts.items()},
        request=request_id(),
    )


@transaction.atomic
def advance(record: M, step: str, *, by: User | None, note: str = "", **facts: Any) -> M:
    """Walk ``record`` along the transition named ``step`` and return the row as it then is.

    Locks the row, checks that the arrow exists from where the row really stands and that ``by`` may walk it,
    sets ``facts`` (field values that belong to the change) and the state together, and notes it down.
    Raises RuleBroken when the row has moved on meanwhile or the person may not.
    """
    # no_key: rows that point at this one may still be written meanwhile
    row = type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)
    transition = getattr(row, step)
    before = row.state  # type: ignore[attr-defined] # every record with arrows has a state
    if not can_proceed(transition):
        raise RuleBroken(
            _(
                "This can no longer be done: the record is now in the state “%(state)s”. Open it again to see what changed."
            )
            % {"state": row.get_state_display()},  # type: ignore[attr-defined]
            code="moved_on",
        )
    if by is not None and not has_transition_perm(transition, by):
        raise RuleBroken(_("You may not take this step on this record."), code="not_permitted")
    for name, value in facts.items():
        setattr(row, name, value)
    transition()
    row.save()
    note_down(row, step, by=by, note=note, before=before, after=row.state, **facts)  # type: ignore[attr-defined]
    return row


def _plain(value: Any) -> Any:
    """A fact as JSON keeps it: people and rows by what they are called, moments and figures as text."""
    if isinstance(value, models.Model):
        return {"id": value.pk, "name": str(value)}
    if isinstance(value, dt.date | Decimal):
        return str(value)
    return value
