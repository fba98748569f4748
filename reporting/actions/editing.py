"""The lock under which records and evidence of a form change: one door for all of them."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from organisations.queries import working_calendar
from reporting.models import Attribution, Submission, SubmissionLine
from reporting.queries.parts import OpenParts, open_parts
from reporting.queries.status import entry_refusal
from reporting.states import SubmissionState

MOVED = gettext_lazy(
    "Nothing was saved: what this form asked for has moved to the unit that took over. You find it under the forms of that unit."
)


def locked_for_entry(submission: Submission, *, by: User, on: dt.date, line: int | None = None) -> Submission:
    """The form's row, locked until the transaction ends, after asking whether ``by`` may change it on ``on``.

    ``line`` is the pk of the line the change is about, which must be open. Raises RuleBroken: not permitted; code
    ``closed`` when entry is not possible or the line was not sent back. Call it inside a transaction, and
    ``records_changed`` after the change.
    """
    row = (
        Submission.objects.select_for_update(no_key=True, of=("self",))
        .select_related("period__plan__province", "organisation", "saved_by", "unlocked_by")
        .filter(pk=submission.pk)
        .first()
    )
    if row is None:
        raise RuleBroken(MOVED, code="moved")
    if not by.has_perm("reporting.edit_submission", row):
        raise RuleBroken(_("Only the unit's own people fill in its form."), code="not_permitted")
    refusal = entry_refusal(row, on, working_calendar())
    if refusal:
        raise RuleBroken(_("Nothing was saved. %(reason)s") % {"reason": refusal}, code="closed")
    if line is not None:
        check_lines(row, {line})
    return row


def check_lines(row: Submission, pks: Collection[int]) -> None:
    """RuleBroken for a line that is gone (``stale``), or one DOST did not open in this round (``closed``)."""
    lines = list(row.lines.filter(pk__in=pks).select_related("task", "national_group"))
    if len(lines) != len(set(pks)):
        raise RuleBroken(
            _("Nothing was saved: a row of this form no longer exists. Open the form again."), code="stale"
        )
    parts = open_parts(row)
    for line in lines:
        if not is_open(line, parts):
            raise RuleBroken(
                _("Nothing was saved. DOST sent back other parts of this form; “%(line)s” stays as it is.")
                % {"line": line},
                code="closed",
            )


def is_open(line: SubmissionLine, parts: OpenParts) -> bool:
    """Whether records and evidence of ``line`` may be changed in this round."""
    if line.attribution == Attribution.PROGRAMME:
        return parts.line(line.pk)
    return parts.whole or parts.integrated


def records_changed(row: Submission, action: str, *, by: User, **facts: Any) -> Submission:
    """Count the change of records or evidence and note it down; the first one starts the form. Returns the row."""
    if row.state == SubmissionState.NOT_STARTED:
        row = advance(row, "start", by=by)
    Submission.objects.filter(pk=row.pk).update(records_version=F("records_version") + 1)
    row.records_version += 1
    note_down(row, action, by=by, **facts)
    return row
