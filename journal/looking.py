"""The administration shows and hands out personal records, too: that is written down like any other reading."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from common.looked_at import opened, taken_along
from journal.actions.reading import note_reading, note_readings, place_of
from journal.rules import is_personal

WAYS = ("application", "enterprise")  # from a row that hangs on one of them


def listen() -> None:
    """Hear of pages and files of the administration."""
    opened.connect(_opened, dispatch_uid="journal.opened")
    taken_along.connect(_taken_along, dispatch_uid="journal.taken_along")


def _opened(sender: type[Model], *, request: HttpRequest, record: Model, **more: Any) -> None:  # noqa: ARG001 - a receiver's signature
    whose = _personal(record)
    if whose is not None:
        note_reading(request, whose)


def _personal(record: Model) -> Model | None:
    """The record whose reading this is: itself, or what it hangs on."""
    if is_personal(record._meta.label_lower):
        return record
    owners = (getattr(record, way, None) for way in WAYS)
    return next((o for o in owners if isinstance(o, Model) and is_personal(o._meta.label_lower)), None)


def _taken_along(sender: type[Model], *, request: HttpRequest, keys: list[int], **more: Any) -> None:  # noqa: ARG001 - as above
    if is_personal(sender._meta.label_lower):
        note_readings(request.user, sender, keys, place=place_of(request))
