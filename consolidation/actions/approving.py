"""The leader stands for a report; its text and data are frozen."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.holding import held, permit
from consolidation.actions.rendering import files_again, paper_of
from consolidation.actions.reviewing import refuse_blocked
from consolidation.actions.telling import tell_approved, tell_reopened
from consolidation.documents.carried import frozen
from consolidation.documents.facts import facts_of
from consolidation.documents.frozen import mark_of
from consolidation.models import Report
from consolidation.states import ReportState as State
from journal.actions import advance
from papers.codec import to_json
from papers.model import Document


@transaction.atomic
def approve(report: Report, *, by: User, on: dt.date, read: str, note: str = "") -> Report:
    """Freeze the report as it stands on ``on``: no draft mark any more, number and day still blank; the drafter is told.

    ``read`` is the mark (``documents.frozen.mark_of``) of the text the leader has read: they sign that and nothing else. A
    second click changes nothing. RuleBroken: the text has changed since (``changed``), something stands against it
    (``blocked``), somebody else has decided meanwhile, not permitted.
    """
    row = held(report)
    permit(by, "consolidation.approve_report", row)
    if row.state == State.APPROVED and row.approved_by_id == by.pk:
        return row
    if row.state == State.REVIEW:
        document = _as_read(row, read, on=on)
        refuse_blocked(row, on=on)
        row.facts = facts_of(row, document, on=on)
        _as_read(row, read, on=on)  # forms are taken in meanwhile: words, checks and data are of one moment
        row.composed = to_json(frozen(document, row))
        row.save(update_fields=["composed", "facts"])
    row = advance(row, "approve", by=by, note=note, approved_at=timezone.now(), approved_by=by)
    files_again(row, by=by)
    tell_approved(row, by=by)
    return row


@transaction.atomic
def reopen(report: Report, *, by: User, reason: str) -> Report:
    """Take the approval back before the registry has given a number; the drafter is told why."""
    row = advance(report, "reopen", by=by, note=reason)
    files_again(row, by=by)  # the ones before carry no draft mark
    tell_reopened(row, reason, by=by)
    return row


def _as_read(row: Report, read: str, *, on: dt.date) -> Document:
    """The paper as it stands; RuleBroken (``changed``) where the leader has read another one."""
    document = paper_of(row, on=on)
    if mark_of(document) != read:
        raise RuleBroken(
            _("The figures or words have changed since you opened this page. Read the text below again."),
            code="changed",
        )
    return document
