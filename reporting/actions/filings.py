"""Keep what was certified, number it, and print the proof."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down
from reporting.documents.proof import print_proof
from reporting.models import Filing, Submission
from reporting.models.filing import filing_path
from reporting.queries.filings import RENDER_FILING, content_now, jobs_of_filing
from reporting.queries.snapshot import fingerprint
from reporting.queries.status import first_filed_at

STEPS = 2
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


def file_it(row: Submission, *, on_behalf_of: str) -> Filing:
    """Keep what ``row``, just certified, says, under the next number of its period, and ask for the proof.

    Runs inside the transaction that certifies; the caller has locked the period, so numbers have no gaps.
    """
    last = Filing.objects.filter(period=row.period_id).aggregate(last=Max("number"))["last"]
    filing = Filing(
        submission=row,
        period_id=row.period_id,
        number=(last or 0) + 1,
        round=row.round,
        handed_in_by=row.handed_in_by or row.saved_by or row.certified_by,
        certified_at=row.certified_at,  # type: ignore[misc] # certified a moment ago
        certified_by=row.certified_by,
        on_behalf_of=on_behalf_of.strip(),
        alone=row.handed_in_by_id == row.certified_by_id,
    )
    filing.content = content_now(row) | {"filing": sealed(filing, row)}
    filing.sha256 = fingerprint(filing.content)
    filing.save()
    note_down(filing, "file", by=row.certified_by, number=filing.number, sha256=filing.sha256)
    _enqueue(filing, by=row.certified_by)
    return filing


def sealed(filing: Filing, row: Submission) -> dict[str, Any]:
    """Who filed when, for whom and under which number, as the hash covers it. Moments in UTC.

    ``first_at`` decides on time or late, as everywhere (Submission.first_filed_at).
    """
    return {
        "first_at": _moment(first_filed_at(row) or filing.certified_at),
        "number": filing.number,
        "round": filing.round,
        "due_on": row.period.due_on.isoformat(),
        "handed_in_at": _moment(row.handed_in_at),
        "handed_in_by": str(filing.handed_in_by),
        "certified_at": _moment(filing.certified_at),
        "certified_by": str(filing.certified_by),
        "on_behalf_of": filing.on_behalf_of,
        "alone_reason": row.alone_reason if filing.alone else "",
        "is_demo": row.is_demo,
    }


def _moment(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).isoformat() if moment else ""


def withdraw_filing(row: Submission) -> None:
    """Mark the newest proof of a form that was taken back; its number stays used."""
    filing = Filing.objects.select_for_update(no_key=True).filter(submission=row).first()
    if filing is not None and filing.withdrawn_at is None:
        filing.withdrawn_at = timezone.now()
        filing.save(update_fields=["withdrawn_at"])


@transaction.atomic
def request_proof(*, filing: Filing, by: User) -> Job:
    """Ask for the proof's PDF once more, after a failure. RuleBroken when it is there already.

    An unfinished job for it is returned instead of a second one.
    """
    row = Filing.objects.select_for_update(no_key=True).get(pk=filing.pk)  # two clicks wait for each other
    if row.file:
        raise RuleBroken(_("The proof has been made already."), code="moved_on")
    return jobs_of_filing(row).unfinished().first() or _enqueue(row, by=by)


def render_proof(*, filing: Filing, tell: Tell | None = None) -> Filing:
    """Print the proof and keep it; a proof that is there is left alone. File and row are kept both or neither.

    The last step is told inside the transaction that stores, so that a caller it overtakes leaves no trace.
    """
    say = tell or _silently
    if filing.file:
        return filing
    say(0, _("Laying out the pages"))
    pdf = print_proof(filing)
    stored = ""
    try:
        with transaction.atomic():
            row = Filing.objects.select_for_update(no_key=True).get(pk=filing.pk)
            say(1, _("Storing the proof"))
            if row.file:
                return row
            name = filing_path(row, f"{row.number}-{pdf.sha256[:16]}.pdf")
            _sweep(name.rpartition("/")[0], f"{row.number}-")
            stored = default_storage.save(name, ContentFile(pdf.content))
            row.file.name = stored
            row.save(update_fields=["file"])
            note_down(row, "render", by=None, sha256=pdf.sha256, pages=pdf.pages)
            return row
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise


def _enqueue(filing: Filing, *, by: User | None) -> Job:
    with translation.override("vi"):
        title = _("Proof of submission no. %(number)s, %(unit)s") % {
            "number": filing.number,
            "unit": filing.submission.organisation,
        }
    return enqueue(kind=RENDER_FILING, title=title, asked_for={"filing": filing.pk}, by=by)


def _sweep(folder: str, beginning: str) -> None:
    """Remove what a killed worker left of this proof; its row is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(beginning):
            default_storage.delete(f"{folder}/{name}")


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
