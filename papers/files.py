"""The files of a record that carries a paper: asked for as long work, made, hashed, stored, swept, dropped.

A record has file fields (:data:`ENDINGS`) and, as it needs them, fields for what is known of its files:
``<file>_sha256``, ``pages``, ``rendered_at``. What differs from record to record is a :class:`Kept`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from common.stored import take_back
from jobs.actions import enqueue, retry
from jobs.kinds import Kind
from jobs.models import Job, JobQuerySet, JobStatus
from jobs.progress import Progress
from journal.actions import note_down
from papers.codec import fingerprint, from_json
from papers.model import Document
from papers.pdf import Attachment
from papers.pdf import render as to_pdf
from papers.word import render as to_word

ENDINGS = {
    "pdf": "pdf",
    "word": "docx",
    "excel": "xlsx",
    "file": "pdf",
}  # of the names, by the field of the file
MOST_ROUNDS = 5  # a paper rewritten while its files are made is made anew, so many times
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@dataclass(frozen=True)
class Made:
    """The files by their field, the PDF first; its pages, what its font lacks, and what else the row shall keep."""

    contents: dict[str, bytes]
    pages: int
    unprintable: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """How the files of ``model`` are made and kept.

    ``kind`` names the job, ``name`` the record in what the job asks for, ``title`` is the job's headline. ``place`` is
    what the names of a record's files begin with, and those of no other record. ``make`` makes the files as of a day and
    tells ``steps`` - 1 steps; storing is the last. ``says`` is what the files say for good: files made from another text
    are not kept, and those that are there are not made again. None where the paper still follows what is behind it.
    ``comfort`` says what holds all the same while the files could not be made.
    """

    model: type[models.Model]
    kind: str
    name: str
    title: Callable[[Any], str]
    place: Callable[[Any], str]
    make: Callable[[Any, dt.date, Tell], Made]
    steps: int
    says: Callable[[Any], object] = attrgetter("composed")
    comfort: str | Promise = ""

    def jobs_of(self, record: Any) -> JobQuerySet:
        """The jobs that make the record's files, newest first, whoever asked."""
        return Job.objects.filter(kind=self.kind, **{f"asked_for__{self.name}": record.pk})

    def ask(self, record: Any, *, by: User | None, key: str | None = None) -> Job:
        """Ask for the files as long work, once for each ``key``."""
        asked_for = {self.name: record.pk, "by": by.pk if by else None}
        return enqueue(kind=self.kind, title=self.title(record), asked_for=asked_for, by=by, key=key)

    def held(self, record: Any) -> Any:
        """The record as it stands, held until the end."""
        rows = self.model._base_manager.select_for_update(no_key=True, of=("self",))
        return rows.get(pk=record.pk)

    def is_settled(self, record: Any) -> bool:
        """Whether its files are there and stay as they are."""
        return self.says(record) is not None and has_files(record)

    def found(self, asked_for: dict[str, Any]) -> Any:
        """The record a job asks for; ValidationError where it is gone."""
        record = self.model._base_manager.filter(pk=asked_for[self.name]).first()
        if record is None:
            raise ValidationError(_("This paper no longer exists."))
        return record

    def recipe(
        self, where: Callable[[dict[str, Any]], str], find: Callable[[dict[str, Any]], Any] | None = None
    ) -> Kind:
        """The kind of long work that makes the files; its result names the record, ``where`` leads to its page."""

        def work(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
            record = (find or self.found)(asked_for)
            by = User.objects.filter(pk=asked_for["by"]).first() if asked_for.get("by") else None

            def tell(done: int, step: str) -> None:
                progress.tell(done=done, total=self.steps, step=step)

            render(record, self, by=by, tell=tell)
            return {self.name: record.pk}

        return Kind(work, where)


@transaction.atomic
def request_files(record: Any, kept: Kept, *, by: User | None) -> Job:
    """Ask for the files of the paper as it is composed now; the same text is asked for once.

    A job that failed is run again; where the files of finished work are gone, they are made anew.
    """
    row = kept.held(record)  # two clicks wait for each other
    text = fingerprint(from_json(row.composed))[:32]
    job = kept.ask(row, by=by, key=f"{kept.name}:{row.pk}:{text}")
    if job.status == JobStatus.FAILED and by is not None:
        return retry(job, by=by)
    if job.status == JobStatus.DONE and not has_files(row):
        return kept.jobs_of(row).unfinished().first() or kept.ask(row, by=by)
    return job


def render(
    record: Any, kept: Kept, *, by: User | None = None, on: dt.date | None = None, tell: Tell | None = None
) -> Any:
    """Make the files as of ``on`` (today) and keep them in place of the ones before; all or none, files and row.

    ``by`` is None when the portal acts by itself. The last step is told inside the transaction that stores, so that a
    caller it overtakes (by raising) leaves no trace. A paper rewritten meanwhile is made again from its new text.
    """
    say, day = tell or silently, on or timezone.localdate()
    for _round in range(MOST_ROUNDS):
        if kept.is_settled(record):
            return record
        row = _keep(record, kept, kept.make(record, day, say), say, by=by)
        if kept.says(row) == kept.says(record):
            break
        record = row
    return row


def print_paper(document: Document, say: Tell, carried: Sequence[Attachment] = (), *, first: int = 0) -> Made:
    """The PDF, with the files it carries, and the Word file of a paper; two steps, told from ``first`` on."""
    say(first, _("Laying out the pages"))
    pdf = to_pdf(document, carried, tell=lambda step: say(first, step))
    say(first + 1, _("Writing the Word file"))
    return Made({"pdf": pdf.content, "word": to_word(document)}, pdf.pages, pdf.unprintable)


def print_composed(record: Any, _on: dt.date, say: Tell) -> Made:
    """PDF and Word of the paper that ``composed`` holds: how most files are made, in three steps with the storing."""
    return print_paper(from_json(record.composed), say)


def has_files(record: Any) -> bool:
    """Whether every file is where the row says."""
    names = [getattr(record, slot).name for slot in _slots(record)]
    return all(name and default_storage.exists(name) for name in names)


def drop_files(record: Any) -> None:
    """Forget files that no longer say what the paper says, and what is known of them; removed once that is kept."""
    _delete_at_last(_names(record))
    slots = _slots(record)
    gone = dict.fromkeys([*slots, *map(_hash_of, slots)], "")
    _save(record, gone | {"pages": None, "rendered_at": None})


def silently(_done: int, _step: str) -> None:
    """Nobody listens."""


def _keep(record: Any, kept: Kept, made: Made, say: Tell, *, by: User | None) -> Any:
    """Store the files while the row is held, unless it has moved on or somebody was quicker; the row as it is now."""
    stored: dict[str, str] = {}
    hashes = {slot: sha256(content).hexdigest() for slot, content in made.contents.items()}
    paper, *others = hashes
    try:
        with transaction.atomic():
            row = kept.held(record)
            if kept.says(row) != kept.says(record) or kept.is_settled(row):
                return row
            say(kept.steps - 1, _("Storing the files"))
            before, place = _names(row), kept.place(row)
            for slot, content in made.contents.items():
                name = f"{place}{hashes[paper][:16]}.{ENDINGS[slot]}"
                stored[slot] = default_storage.save(name, ContentFile(content))
            now = set(stored.values())
            # only now, so that a name somebody else is about to delete is not taken again
            _sweep(place, but=before | now)
            known = {_hash_of(slot): value for slot, value in hashes.items()}
            _save(row, stored | known | made.fields | {"pages": made.pages, "rendered_at": timezone.now()})
            noted = {_hash_of(slot): hashes[slot] for slot in others} | _lacking(made)
            note_down(row, "render", by=by, sha256=hashes[paper], pages=made.pages, **noted)
            transaction.on_commit(stored.clear)  # the row names them from here on, whatever happens
            _delete_at_last(before - now)  # a file that was lost comes back under its name
            return row
    except BaseException as fault:
        take_back(fault, *stored.values())
        raise


def _slots(record: Any) -> list[str]:
    """The file fields this kind of record has."""
    return [slot for slot in ENDINGS if hasattr(record, slot)]


def _hash_of(slot: str) -> str:
    return f"{slot}_sha256"


def _names(record: Any) -> set[str]:
    return {name for slot in _slots(record) if (name := getattr(record, slot).name)}


def _save(record: Any, values: dict[str, Any]) -> None:
    """Keep those values the record has a field for."""
    mine = {name: value for name, value in values.items() if hasattr(record, name)}
    for name, value in mine.items():
        setattr(record, name, value)
    record.save(update_fields=list(mine))


def _lacking(made: Made) -> dict[str, str]:
    return {"unprintable": made.unprintable} if made.unprintable else {}


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _delete_at_last(names: set[str]) -> None:
    """Once it is kept that no row names them. A store that fails then stops nothing: what it keeps is swept later."""
    transaction.on_commit(lambda: _delete(names), robust=True)


def _sweep(place: str, *, but: set[str]) -> None:
    """Remove files of a record that a killed worker left behind; its row is locked, so nobody is writing one now."""
    folder = place.rpartition("/")[0]
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    left = {f"{folder}/{name}" for name in names} - but
    _delete(name for name in left if name.startswith(place))
