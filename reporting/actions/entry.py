"""Save what a unit typed into its submission."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_datetime
from journal.actions import advance, note_down
from journal.models import Entry
from organisations.queries import working_calendar
from reporting.actions.content import Content
from reporting.actions.editing import MOVED
from reporting.actions.writing import Writer
from reporting.models import Submission
from reporting.queries.parts import open_parts
from reporting.queries.status import entry_refusal
from reporting.states import SubmissionState

SAVE = "save"


@dataclass(frozen=True)
class Saved:
    """A submission as it then is, and which rows the form's new entries became (key of the entry → id of the row)."""

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
) -> Saved:
    """Write ``content`` as filled in from ``version`` of the submission.

    A form without changes changes nothing. The same form sent twice (same ``digest``) is saved once. An open page
    that saves itself names itself (``form``): if all that was saved since ``version`` came from it, it goes on where
    it was, also when an answer never reached it, and makes no row twice. Raises RuleBroken: not permitted; code
    ``closed`` when entry is not possible on ``on``; ``part_closed`` when a part that is not open would change;
    ``stale`` when somebody saved meanwhile; ``twice`` when a document is listed twice.
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
    known = _made_by_this_form(row, version, form, by)
    if known is None and digest and _saved_just_so(row, version, digest, by):
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
    if row.state == SubmissionState.NOT_STARTED:
        row = advance(row, "start", by=by)
    before = row.version
    row.version += 1
    row.saved_at, row.saved_by = timezone.now(), by
    row.save(update_fields=["version", "saved_at", "saved_by"])
    facts: dict[str, Any] = {"form": form, "rows": writer.created} if form else {}
    note_down(row, SAVE, by=by, from_version=before, digest=digest, changed=dict(changed), **facts)
    return Saved(row, {**known, **writer.created})


def _made_by_this_form(row: Submission, version: int, form: str, by: User) -> dict[str, int] | None:
    """The rows this open page has made since ``version``; None where anybody else saved since then."""
    if version == row.version:
        return {}
    if not form or version > row.version:
        return None
    saves = _saves(row).filter(facts__from_version__gte=version)
    own = saves.filter(by=by, facts__form=form).order_by("pk")
    if not own or len(own) != saves.count() or len(own) != row.version - version:
        return None
    return {key: pk for entry in own for key, pk in entry.facts.get("rows", {}).items()}


def _saved_just_so(row: Submission, version: int, digest: str, by: User) -> bool:
    """Whether this very form was saved already: a double click, or a page sent again."""
    return _saves(row).filter(by=by, facts__digest=digest, facts__from_version=version).exists()


def _saves(row: Submission) -> QuerySet[Entry]:
    return Entry.objects.filter(record_type=row._meta.label_lower, record_id=row.pk, action=SAVE)


def _stale(row: Submission) -> str:
    return _(
        "Nothing was saved yet: %(person)s saved this form at %(moment)s, after you had opened it. What you typed is "
        "still here. Choose below what shall stand."
    ) % {"person": row.saved_by or _("somebody"), "moment": vn_datetime(row.saved_at)}
