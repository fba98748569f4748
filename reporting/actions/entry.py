"""Save what a unit typed into its submission."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_datetime
from journal.actions import advance, note_down
from journal.queries import SAVE, made_by_this_page, saved_just_so
from organisations.queries import working_calendar
from reporting.actions.content import Content
from reporting.actions.editing import MOVED
from reporting.actions.writing import Writer
from reporting.models import Submission
from reporting.queries.parts import open_parts
from reporting.queries.status import entry_refusal
from reporting.queries.submissions import held_in_full
from reporting.states import SubmissionState


@dataclass(frozen=True)
class Saved:
    """A submission as it then is, and which rows the form's new entries became (key of the entry → id of the row).

    Its contents are at hand unless they are others now (see ``read_contents``).
    """

    submission: Submission
    rows: Mapping[str, int] = field(default_factory=dict)


def save_content(
    submission: Submission, *, content: Content, version: int, by: User, on: dt.date, digest: str = ""
) -> Submission:
    """Write ``content`` as ``save_form`` does; return the row as it then is."""
    return save_form(submission, content=content, version=version, by=by, on=on, digest=digest).submission


@transaction.atomic
def save_form(
    submission: Submission,
    *,
    content: Content,
    version: int,
    by: User,
    on: dt.date,
    digest: str = "",
    form: str = "",
    is_held: bool = False,
) -> Saved:
    """Write ``content`` as filled in from ``version`` of the submission.

    A form without changes changes nothing. The same form sent twice (same ``digest``) is saved once. An open page
    that saves itself names itself (``form``): if all that was saved since ``version`` came from it, it goes on where
    it was, also when an answer never reached it, and makes no row twice. ``is_held``: this transaction holds the
    submission and has read it in full (see ``held_in_full``). Raises RuleBroken: not permitted; code
    ``closed`` when entry is not possible on ``on``; ``part_closed`` when a part that is not open would change;
    ``stale`` when somebody saved meanwhile; ``twice`` when a document is listed twice.
    """
    row = submission if is_held else held_in_full().filter(pk=submission.pk).first()
    if row is None:
        raise RuleBroken(MOVED, code="moved")
    if not by.has_perm("reporting.edit_submission", row):
        raise RuleBroken(_("Only the unit's own people fill in its form."), code="not_permitted")
    known = made_by_this_page(row, since=version, now=row.version, form=form, by=by)
    if known is None and digest and saved_just_so(row, since=version, digest=digest, by=by):
        return Saved(row)
    refusal = entry_refusal(row, on, working_calendar())
    if refusal:
        raise RuleBroken(_("Nothing was saved. %(reason)s") % {"reason": refusal}, code="closed")
    if known is None:
        raise RuleBroken(_stale(row), code="stale")
    writer = Writer(row, by, open_parts(row), known)
    changed = writer.write(content)
    if not changed:
        return Saved(row, known)
    if writer.is_outdated:
        row.refresh_from_db(fields=["lines", "issued_documents", "statements"])  # no longer at hand
    if row.state == SubmissionState.NOT_STARTED:
        row = advance(row, "start", by=by)
    before = row.version
    row.version += 1
    row.saved_at, row.saved_by = timezone.now(), by
    row.save(update_fields=["version", "saved_at", "saved_by"])
    facts: dict[str, Any] = {"form": form, "rows": writer.created} if form else {}
    note_down(row, SAVE, by=by, from_version=before, digest=digest, changed=dict(changed), **facts)
    return Saved(row, {**known, **writer.created})


def _stale(row: Submission) -> str:
    return _(
        "Nothing was saved yet: %(person)s saved this form at %(moment)s, after you had opened it. What you typed is "
        "still here. Choose below what shall stand."
    ) % {"person": row.saved_by or _("somebody"), "moment": vn_datetime(row.saved_at)}
