"""The history of a record by field, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from common.templatetags.formats import vn_date, vn_datetime
from journal.models import Change, Operation
from journal.watching import is_watched

MOST_CHILDREN = 2_000  # rows below one record whose changes are told with it
LONGEST = 300  # letters of a value


@dataclass(frozen=True)
class Cell:
    """One field of a line. ``before`` is None where the row was added, ``after`` where it was deleted."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Line:
    """One change: of the record itself or (``part``) of a row below it."""

    pk: int
    at: datetime
    operation: str
    who: str
    request: str
    part: str
    cells: list[Cell] = field(default_factory=list)


def history_of(record_type: str, record_id: int, *, most: int, before: int | None = None) -> list[Line]:
    """The newest ``most`` changes of a record and of the rows below it, older than the line ``before``. Four queries."""
    model = apps.get_model(record_type)
    about = Q(record_type=model._meta.label_lower, record_id=record_id)
    for label, ids in _children(model, record_id).items():
        about |= Q(record_type=label, record_id__in=ids)
    changes = Change.objects.filter(about)
    if before is not None:
        changes = changes.filter(pk__lt=before)
    found = list(changes.order_by("-pk")[:most])
    people = _people(found)
    return [_line(change, model, people) for change in found]


def _children(model: type[models.Model], pk: int) -> dict[str, set[int]]:
    """The rows that live and die with the record, by kind, also those that are gone; two queries."""
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)  # hidden: what is chosen, such as groups
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.CASCADE
        and is_watched(relation.related_model)
    ]
    if not relations:
        return {}
    first, *others = (
        relation.related_model._base_manager.filter(**{relation.field.name: pk})
        .order_by()
        .annotate(told_as=Value(relation.related_model._meta.label_lower))  # no model may have such a field
        .values_list("told_as", "pk")
        for relation in relations
    )
    gone = Q()
    for relation in relations:
        label, column = relation.related_model._meta.label_lower, relation.field.column
        gone |= Q(record_type=label, **{f"fields__{column}": pk})
    deleted = Change.objects.filter(gone, operation=Operation.DELETE).order_by("-pk")
    found: dict[str, set[int]] = {}
    for kind, child in chain(
        (first.union(*others, all=True) if others else first)[:MOST_CHILDREN],
        deleted.values_list("record_type", "record_id")[:MOST_CHILDREN],
    ):
        found.setdefault(kind, set()).add(child)
    return found


def _people(changes: Iterable[Change]) -> dict[int, str]:
    """Whoever acted or is named in a field, by id; one query."""
    ids = {change.actor_id for change in changes if change.actor_id}
    for change in changes:
        columns = _columns(apps.get_model(change.record_type))
        for column, value in (change.fields or {}).items():
            if _points_to_a_person(columns.get(column)):
                ids |= {
                    each for each in (value if isinstance(value, list) else [value]) if isinstance(each, int)
                }
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def _line(change: Change, told_of: type[models.Model], people: dict[int, str]) -> Line:
    model = apps.get_model(change.record_type)
    is_part = model is not told_of
    return Line(
        pk=change.pk,
        at=change.at,
        operation=str(Operation(change.operation).label),
        who=people.get(
            change.actor_id or 0, _("the portal") if not change.actor_id else f"#{change.actor_id}"
        ),
        request=change.request,
        part=f"{model._meta.verbose_name} #{change.record_id}" if is_part else "",
        cells=list(_cells(change, _columns(model), people)),
    )


def _cells(change: Change, columns: dict[str, models.Field], people: dict[int, str]) -> Iterator[Cell]:
    for column, value in (change.fields or {}).items():
        known = columns.get(column)
        label = str(known.verbose_name) if known is not None else column
        if change.operation == Operation.UPDATE:
            yield Cell(label, _told(value[0], known, people), _told(value[1], known, people))
        elif value not in {None, ""} if not isinstance(value, dict | list) else value:
            told = _told(value, known, people)
            is_new = change.operation == Operation.INSERT
            yield Cell(label, None if is_new else told, told if is_new else None)


def _columns(model: type[models.Model]) -> dict[str, models.Field]:
    return {str(each.column): each for each in model._meta.concrete_fields}


def _points_to_a_person(known: models.Field | None) -> bool:
    return (
        isinstance(known, models.ForeignKey) and known.related_model._meta.label == settings.AUTH_USER_MODEL
    )


def _told(value: Any, known: models.Field | None, people: dict[int, str]) -> str:
    """A value in words."""
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and set(value) == {"length", "sha256"}:
        return _("a long text, fingerprint %s") % value["sha256"][:16]
    words = _by_kind(value, known, people)
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"


def _by_kind(value: Any, known: models.Field | None, people: dict[int, str]) -> str:
    """As the field's kind says it: people by name, other rows by number, days as they are written."""
    if isinstance(known, models.ForeignKey):
        return people.get(value, f"#{value}") if _points_to_a_person(known) else f"#{value}"
    if isinstance(known, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return vn_datetime(moment)
    if isinstance(known, models.DateField) and (day := parse_date(str(value))):
        return vn_date(day)
    choices = dict(known.flatchoices) if known is not None and known.choices else {}
    return str(choices.get(value, value))
