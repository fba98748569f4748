"""Pages about one record: its history by field, and who read it."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.access import get_permitted
from journal.actions import note_reading
from journal.models import Change, Reading
from journal.queries.history import history_of
from journal.rules import is_personal, may, right
from journal.watching import is_watched

MOST = 50
MOST_DIGITS = 18  # the database counts no further


@require_safe
def record_history(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """What changed, field by field; also of a record that is gone, for administrators."""
    record, model = _opened(request, label, pk, "trace")
    if record is not None and is_personal(label):
        note_reading(request, record)
    lines = history_of(label, pk, most=MOST + 1, before=_number(request.GET.get("truoc")))
    context = _told(record, model, pk, lines) | {
        "sees_readers": may(request.user, "see_readers_of", label, record)
    }
    return render(request, "journal/record_history.html", context)


@require_safe
def record_readers(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Who opened the record, when and where."""
    record, model = _opened(request, label, pk, "see_readers_of")
    readings = Reading.objects.filter(record_type=label, record_id=pk).select_related("by")
    before = _number(request.GET.get("truoc"))
    if before is not None:
        readings = readings.filter(pk__lt=before)
    lines = list(readings.order_by("-pk")[: MOST + 1])
    context = _told(record, model, pk, lines) | {"names_all": may(request.user, "trace", label, record)}
    return render(request, "journal/record_readers.html", context)


def _opened(
    request: HttpRequest, label: str, pk: int, act: str
) -> tuple[models.Model | None, type[models.Model]]:
    """The record and its model; an administrator also opens what is gone but has a history.

    The right stands in the rules of the app the record belongs to; without one nobody else may.
    """
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as unknown:
        raise Http404 from unknown
    if label != model._meta.label_lower or not is_watched(model):
        raise Http404
    if request.user.is_superuser:
        record = model._base_manager.filter(pk=pk).first()
        if record is None and not Change.objects.filter(record_type=label, record_id=pk).exists():
            raise Http404
        return record, model
    return get_permitted(request.user, right(act, label), model._base_manager.all(), pk=pk), model


def _told(
    record: models.Model | None, model: type[models.Model], pk: int, lines: Sequence[Any]
) -> dict[str, Any]:
    """What both pages show: the record, and of one line more than ``MOST`` a page and where the next begins."""
    return {
        "record": record,
        "name": str(record) if record else f"{model._meta.verbose_name} #{pk}",
        "label": model._meta.label_lower,
        "pk": pk,
        "lines": lines[:MOST],
        "older": lines[MOST - 1].pk if len(lines) > MOST else None,
    }


def _number(typed: str | None) -> int | None:
    """A number somebody typed into the address; None for anything no line can have."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None
