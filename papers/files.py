"""The files of a record that carries a composed paper: asked for as long work, made, kept with their hashes.

A record has ``composed`` (the paper as JSON), ``pdf`` and ``word`` (its files), perhaps ``excel`` (its tables as a
workbook). What differs from record to record is a :class:`Kept`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
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

SLOTS = {
    "pdf": "pdf",
    "word": "docx",
    "excel": "xlsx",
}  # the file fields of a record and what their names end with
STEPS = 4
MOST_ROUNDS = 5  # a paper rewritten while its files are made is made anew, so many times
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@dataclass(frozen=True)
class Kept:
    """How the files of ``model`` are made and kept.

    ``kind`` names the job, ``name`` the record in what the job asks for; ``folder`` says where its files lie;
    ``title`` is the job's headline; ``hashes`` names the fields that keep the SHA-256 of PDF, Word (and Excel), if it has
    any, ``pages`` the one that counts the PDF's pages, ``rendered_at`` the one that says when. ``attachments`` gives the
    files the PDF carries, ``excel`` the workbook of its tables; both see the record and the paper as it is printed.
    """

    model: type[models.Model]
    kind: str
    name: str
    folder: Callable[[Any], str]
    title: Callable[[Any], str]
    hashes: tuple[str, ...] = ()
    pages: str = ""
    rendered_at: str = ""
    attachments: Callable[[Any, Document], Sequence[Attachment]] | None = None
    excel: Callable[[Any, Document], bytes] | None = None

    def jobs_of(self, record: Any) -> JobQuerySet:
        """The jobs that make the record's files, newest first, whoever asked."""
        return Job.objects.filter(kind=self.kind, **{f"asked_for__{self.name}": record.pk})

    def held(self, record: Any) -> Any:
        """The record as it stands, held until the end."""
        rows = self.model._base_manager.select_for_update(no_key=True, of=("self",))
        return rows.get(pk=record.pk)

    def recipe(self, where: Callable[[dict[str, Any]], str]) -> Kind:
        """The kind of long work that makes the files; its result names the record, ``where`` leads to its page."""

        def make(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
            record = self.model._base_manager.filter(pk=asked_for[self.name]).first()
            if record is None:
                raise ValidationError(_("This letter no longer exists."))
            by = User.objects.filter(pk=asked_for["by"]).first() if asked_for.get("by") else None

            def tell(done: int, step: str) -> None:
                progress.tell(done=done, total=STEPS, step=step)

            render(record, self, by=by, tell=tell)
            return {self.name: record.pk}

        return Kind(make, where)


@transaction.atomic
def request_files(record: Any, kept: Kept, *, by: User | None) -> Job:
    """Ask for the files of the paper as it is written now; the same text is asked for once.

    A job that failed is run again; where the files of finished work are gone, they are made anew.
    """
    kept.held(record)  # two clicks wait for each other
    facts: dict[str, Any] = {
        "kind": kept.kind,
        "title": kept.title(record),
        "asked_for": {kept.name: record.pk, "by": by.pk if by else None},
        "by": by,
    }
    job = enqueue(**facts, key=f"{kept.name}:{record.pk}:{fingerprint(from_json(record.composed))[:32]}")
    if job.status == JobStatus.FAILED and by is not None:
        return retry(job, by=by)
    if job.status == JobStatus.DONE and not has_files(record):
        return kept.jobs_of(record).unfinished().first() or enqueue(**facts)
    return job


def render(record: Any, kept: Kept, *, by: User | None = None, tell: Tell | None = None) -> Any:
    """Make the files and keep them in place of the ones before; all or none, files and row.

    A paper rewritten meanwhile is made again from its new text.
    """
    say = tell or _silently
    for _round in range(MOST_ROUNDS):
        made = _make(record, kept, say)
        row = _keep(record, kept, made, say, by=by)
        if row.composed == record.composed:
            break
        record = row
    return row


def has_files(record: Any) -> bool:
    """Whether every file is where the row says."""
    names = [getattr(record, slot).name for slot in _slots(record)]
    return all(name and default_storage.exists(name) for name in names)


def drop_files(record: Any) -> None:
    """Forget files that no longer say what the paper says; they are removed once that is kept. The caller saves."""
    names = _names(record)
    transaction.on_commit(lambda: _delete(names))
    for slot in _slots(record):
        getattr(record, slot).name = ""


@dataclass(frozen=True)
class _Made:
    """The contents of the files by their field, and the pages of the PDF."""

    contents: dict[str, bytes]
    pages: int

    @property
    def hashes(self) -> dict[str, str]:
        return {slot: sha256(content).hexdigest() for slot, content in self.contents.items()}


def _make(record: Any, kept: Kept, say: Tell) -> _Made:
    document = from_json(record.composed)
    say(0, _("Laying out the pages"))
    carried = kept.attachments(record, document) if kept.attachments else ()
    pdf = to_pdf(document, carried, tell=lambda step: say(0, step))
    say(1, _("Writing the Word file"))
    contents = {"pdf": pdf.content, "word": to_word(document)}
    if kept.excel:
        say(2, _("Writing the workbook"))
        contents["excel"] = kept.excel(record, document)
    return _Made(contents, pdf.pages)


def _keep(record: Any, kept: Kept, made: _Made, say: Tell, *, by: User | None) -> Any:
    """Store the files while the row is held; the step is told inside, so that a caller it overtakes leaves no trace."""
    stored: list[str] = []
    hashes = made.hashes
    try:
        with transaction.atomic():
            row = kept.held(record)
            if row.composed != record.composed:
                return row
            say(STEPS - 1, _("Storing the files"))
            before = _names(row)
            _sweep(row, kept.folder(row), but=set(before))
            for slot, content in made.contents.items():
                name = f"{kept.folder(row)}/{row.pk}-{hashes['pdf'][:16]}.{SLOTS[slot]}"
                stored.append(default_storage.save(name, ContentFile(content)))
                getattr(row, slot).name = stored[-1]
            facts: dict[str, Any] = dict(zip(kept.hashes, hashes.values(), strict=False))
            facts |= {kept.pages: made.pages} if kept.pages else {}
            facts |= {kept.rendered_at: timezone.now()} if kept.rendered_at else {}
            for field, value in facts.items():
                setattr(row, field, value)
            row.save(update_fields=[*made.contents, *facts])
            note_down(row, "render", by=by, **_noted(hashes))
            transaction.on_commit(lambda: _delete(before))
            return row
    except BaseException:
        _delete(stored)
        raise


def _slots(record: Any) -> list[str]:
    """The file fields this kind of record has."""
    return [slot for slot in SLOTS if hasattr(record, slot)]


def _names(record: Any) -> list[str]:
    return [name for name in (getattr(record, slot).name for slot in _slots(record)) if name]


def _noted(hashes: dict[str, str]) -> dict[str, str]:
    """The hashes as the journal names them: that of the PDF stands alone."""
    return {"sha256" if slot == "pdf" else f"{slot}_sha256": value for slot, value in hashes.items()}


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _sweep(record: Any, folder: str, *, but: set[str]) -> None:
    """Remove files of this record that a killed worker left behind; the row is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(f"{record.pk}-") and f"{folder}/{name}" not in but:
            default_storage.delete(f"{folder}/{name}")


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
