"""The PDF and Word files of a letter: asked for as long work, made, kept in place of the ones before."""

from collections.abc import Callable, Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.actions import enqueue, retry
from jobs.models import Job, JobStatus
from journal.actions import note_down
from papers.codec import fingerprint, from_json
from papers.pdf import Pdf
from papers.pdf import render as to_pdf
from papers.word import render as to_word
from reporting.models import Letter
from reporting.queries.letters import RENDER_LETTER, jobs_of_letter

STEPS = 3
MOST_ROUNDS = 5  # a letter rewritten while its files are made is made anew, so many times
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@transaction.atomic
def request_files(*, letter: Letter, by: User | None) -> Job:
    """Ask for the files of the letter as it is written now; the same text is asked for once.

    A job that failed is run again; where the files of finished work are gone, they are made anew.
    """
    Letter.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=letter.pk
    )  # two clicks wait for each other
    facts = {
        "kind": RENDER_LETTER,
        "title": _("Files of the letter: %(letter)s") % {"letter": letter},
        "asked_for": {"letter": letter.pk, "by": by.pk if by else None},
        "by": by,
    }
    job = enqueue(**facts, key=f"letter:{letter.pk}:{fingerprint(from_json(letter.composed))[:32]}")  # type: ignore[arg-type]
    if job.status == JobStatus.FAILED and by is not None:
        return retry(job, by=by)
    if job.status == JobStatus.DONE and not has_files(letter):
        return jobs_of_letter(letter).unfinished().first() or enqueue(**facts)  # type: ignore[arg-type]
    return job


def render(*, letter: Letter, by: User | None = None, tell: Tell | None = None) -> Letter:
    """Make both files and keep them in place of the ones before; both or neither, files and row.

    A letter rewritten meanwhile is made again from its new text.
    """
    say = tell or _silently
    for _round in range(MOST_ROUNDS):
        document = from_json(letter.composed)
        say(0, _("Laying out the pages"))
        pdf = to_pdf(document)
        say(1, _("Writing the Word file"))
        word = to_word(document)
        row = _keep(letter, pdf, word, say, by=by)
        if row.composed == letter.composed:
            break
        letter = row
    return row


def has_files(letter: Letter) -> bool:
    """Whether both files are where the row says."""
    names = [letter.pdf.name, letter.word.name]
    return all(name and default_storage.exists(name) for name in names)


def drop_files(letter: Letter) -> None:
    """Forget files that no longer say what the letter says; they are removed once that is kept."""
    names = [name for name in (letter.pdf.name, letter.word.name) if name]
    transaction.on_commit(lambda: _delete(names))
    letter.pdf.name = letter.word.name = ""


def _keep(letter: Letter, pdf: Pdf, word: bytes, say: Tell, *, by: User | None) -> Letter:
    """Store both files while the row is held; the step is told inside, so that a caller it overtakes leaves no trace."""
    stored: list[str] = []
    try:
        with transaction.atomic():
            row = Letter.objects.select_for_update(no_key=True, of=("self",)).get(pk=letter.pk)
            if row.composed != letter.composed:
                return row
            say(2, _("Storing the files"))
            before = {name for name in (row.pdf.name, row.word.name) if name}
            _sweep(row, but=before)
            for ending, content in (("pdf", pdf.content), ("docx", word)):
                name = f"{_folder(row)}/{row.pk}-{pdf.sha256[:16]}.{ending}"
                stored.append(default_storage.save(name, ContentFile(content)))
            row.pdf.name, row.word.name = stored
            row.save(update_fields=["pdf", "word"])
            note_down(row, "render", by=by, sha256=pdf.sha256)
            transaction.on_commit(lambda: _delete(before))
            return row
    except BaseException:
        _delete(stored)
        raise


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _folder(letter: Letter) -> str:
    return f"letters/{letter.period_id}"


def _sweep(letter: Letter, *, but: set[str]) -> None:
    """Remove files of this letter that a killed worker left behind; the row is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(_folder(letter))
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(f"{letter.pk}-") and f"{_folder(letter)}/{name}" not in but:
            default_storage.delete(f"{_folder(letter)}/{name}")


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
