"""Files whose row never came: their writer was killed in between, or the database went away.

Each file is noted before it is written (common.storage). The note is looked at once whoever wrote it cannot be at work any
more; a file that no row names then is removed, and with it the note.
"""

import datetime as dt
import logging
from collections.abc import Collection, Iterator
from itertools import islice

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, Q
from django.utils import timezone

from jobs.models import Job

log = logging.getLogger(__name__)
SETTLED = dt.timedelta(
    hours=1
)  # no request and no work takes so long, so the row is there by then or never will be
MOST_AT_ONCE = 500


def look_after_strays() -> None:
    """The duty of the minute tick."""
    drop_strays(timezone.now())


def drop_strays(now: dt.datetime) -> list[str]:
    """Remove what was begun an hour ago and belongs to no row; returns the names. Two ticks at once do no harm."""
    limit = now - SETTLED
    begun: Iterator[str] = default_storage.begun_before(limit)  # type: ignore[attr-defined] # of both our stores
    notes = {note: _read(note) for note in islice(begun, MOST_AT_ONCE)}
    names = set(notes.values()) - {""}  # of a writer killed while it noted: it had not begun the file
    strays = sorted(names - named_among(names))
    gone = [name for name in strays if default_storage.exists(name) and _is_old(name, limit)]
    for name in gone:
        log.warning("a file without a row is removed: %s", name)
        default_storage.delete(name)
    for note in notes:
        default_storage.delete(note)
    return gone


def named_among(names: Collection[str]) -> set[str]:
    """Those of ``names`` that a row names: in a field for files, or in what a job asked for or came to."""
    found: set[str] = set()
    if not names:
        return found
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": names})
                found.update(rows.values_list(field.name, flat=True))
    jobs = Job.objects.filter(Q(result__file__in=names) | Q(asked_for__file__in=names))
    for result, asked_for in jobs.values_list("result", "asked_for"):
        found |= {facts["file"] for facts in (result, asked_for) if facts.get("file")}
    return found


def _is_old(name: str, limit: dt.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) <= limit
    except FileNotFoundError:  # another tick was quicker
        return False


def _read(note: str) -> str:
    with default_storage.open(note) as file:
        return file.read().decode("utf-8")
