"""The proofs of a form, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from journal.models import Entry
from reporting.models import Filing, Submission
from reporting.queries.differences import Difference, differences
from reporting.queries.snapshot import snapshot_of
from reporting.queries.submissions import submissions_in_full

RENDER_FILING = "render_filing"  # the kind of job


@dataclass(frozen=True)
class Changes:
    """What a resubmission changed since ``base``; ``after_accept`` where DOST had accepted what stood there."""

    base: Filing
    rows: Sequence[Difference]
    after_accept: bool


def filings_of(submission: Submission) -> QuerySet[Filing]:
    """The form's proofs, newest first, without their content."""
    people = ("certified_by", "handed_in_by")
    return Filing.objects.filter(submission=submission).select_related(*people).defer("content")


def changes_before_certifying(submission: Submission) -> Changes | None:
    """For the unit's leader: the form as it stands against the last one certified; None for a first one."""
    base = Filing.objects.filter(submission=submission).first()
    return _changes(submission, base, content_now(submission)) if base else None


def changes_to_decide(submission: Submission) -> Changes | None:
    """For DOST: the newest filing against the one it had decided on, else against one withdrawn meanwhile."""
    filings = list(Filing.objects.filter(submission=submission))
    if len(filings) < 2:  # noqa: PLR2004 (a comparison takes two)
        return None
    new, *older = filings
    decided = [filing for filing in older if filing.round < new.round and filing.withdrawn_at is None]
    return _changes(submission, (decided or older)[0], new.content)


def content_now(submission: Submission) -> dict[str, Any]:
    """The snapshot of the form as it stands in the database."""
    return snapshot_of(submissions_in_full().get(pk=submission.pk))


def unlocking_of(submission: Submission) -> Entry | None:
    """The line of the journal that opened the accepted form again; None where its round began otherwise."""
    opened = Entry.objects.about(submission).filter(action__in=["unlock", "send_back"]).first()
    return opened if opened is not None and opened.action == "unlock" else None


def is_as_accepted(submission: Submission, unlocking: Entry) -> bool:
    """Whether the form says what it said when it was opened: nobody saved, or every change was taken back."""
    facts = unlocking.facts
    if (submission.version, submission.records_version) == (facts["version"], facts["records_version"]):
        return True
    accepted = Filing.objects.filter(
        submission=submission, round__lt=submission.round, withdrawn_at__isnull=True
    ).first()
    return accepted is not None and not differences(accepted.content, content_now(submission))


def _changes(submission: Submission, base: Filing, now: dict[str, Any]) -> Changes:
    after_accept = submission.round > base.round and unlocking_of(submission) is not None
    return Changes(base, differences(base.content, now), after_accept)
