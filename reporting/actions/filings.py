"""Keep what was certified, number it, and print the proof."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from jobs.models import Job
from journal.actions import note_down
from papers.files import Kept, Made, Tell
from reporting.documents.proof import print_proof
from reporting.models import Filing, Submission
from reporting.models.filing import filing_path
from reporting.queries.filings import RENDER_FILING, content_now
from reporting.queries.snapshot import fingerprint
from reporting.queries.status import first_filed_at


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
    FILINGS.ask(filing, by=row.certified_by)
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
    row = FILINGS.held(filing)  # two clicks wait for each other
    if row.file:
        raise RuleBroken(_("The proof has been made already."), code="moved_on")
    return FILINGS.jobs_of(row).unfinished().first() or FILINGS.ask(row, by=by)


def _print(filing: Filing, _on: dt.date, say: Tell) -> Made:
    say(0, _("Laying out the pages"))
    pdf = print_proof(filing)
    return Made({"file": pdf.content}, pdf.pages)


def _title(filing: Filing) -> str:
    with translation.override("vi"):
        return _("Proof of submission no. %(number)s, %(unit)s") % {
            "number": filing.number,
            "unit": filing.submission.organisation,
        }


FILINGS = Kept(
    model=Filing,
    kind=RENDER_FILING,
    name="filing",
    title=_title,
    place=lambda filing: filing_path(filing, f"{filing.number}-"),
    make=_print,
    steps=2,
    says=lambda filing: filing.sha256,
    comfort=gettext_lazy("The form is submitted all the same: number, time and hash on this page hold."),
)
