"""What the journal tells of a record: its history, and which open page saved it last."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Lag

from accounts.models import User
from journal.models import Entry

SAVE = "save"  # an open page saves itself under this name, with its ``form``, ``from_version`` and the ``rows`` it made


def saves_of(record: models.Model) -> QuerySet[Entry]:
    """Every save of a form that carries versions."""
    return Entry.objects.filter(record_type=record._meta.label_lower, record_id=record.pk, action=SAVE)


def made_by_this_page(
    record: models.Model, *, since: int, now: int, form: str, by: User
) -> dict[str, int] | None:
    """The rows the open page ``form`` has made since version ``since`` of the record, which stands at ``now``.

    None where anybody else (or another page of the same person) saved meanwhile: what was typed is then stale.
    """
    if since == now:
        return {}
    if not form or since > now:
        return None
    saves = saves_of(record).filter(facts__from_version__gte=since)
    own = saves.filter(by=by, facts__form=form).order_by("pk")
    if not own or len(own) != saves.count() or len(own) != now - since:
        return None
    return {key: pk for entry in own for key, pk in entry.facts.get("rows", {}).items()}


def saved_just_so(record: models.Model, *, since: int, digest: str, by: User) -> bool:
    """Whether this very form was saved already: a double click, or a page sent again."""
    return saves_of(record).filter(by=by, facts__digest=digest, facts__from_version=since).exists()


def newest_lines(record: models.Model, *, most: int, hidden: Iterable[str] = ()) -> list[Entry]:
    """The newest lines about the record but for the actions ``hidden``.

    A page saves itself every few seconds: of one person's saves in a row only the last is told.
    """
    newer = {
        name: Window(Lag(field), order_by="-pk") for name, field in (("newer", "action"), ("newer_by", "by"))
    }
    last_of_a_row = (
        ~Q(action=SAVE)
        | Q(newer__isnull=True)
        | ~Q(newer=SAVE)
        | Q(newer_by__isnull=True)
        | ~Q(newer_by=F("by"))
    )
    lines = Entry.objects.about(record).exclude(action__in=list(hidden))
    return list(lines.annotate(**newer).filter(last_of_a_row)[:most])
