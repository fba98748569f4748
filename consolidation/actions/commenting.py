"""Comment on a report and settle comments."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.holding import held, permit
from consolidation.models import Comment, Passage, Report
from journal.actions import note_down

LONGEST_QUOTE = 500  # characters kept of the words a comment is about


@transaction.atomic
def comment(
    report: Report, text: str, *, by: User, passage: Passage | None = None, section: str = ""
) -> Comment:
    """Say something about a passage, a section (its code) or, without either, the whole report.

    The same words about the same place, sent twice while open, are one comment. RuleBroken: the text is frozen already
    (``frozen``), the passage is of another report, not permitted.
    """
    row = held(report)
    permit(by, "consolidation.comment_report", row)
    if row.is_frozen:
        raise RuleBroken(
            _("The text is approved: comments no longer change it. The leader can take the approval back."),
            code="frozen",
        )
    if passage is not None and passage.report_id != row.pk:
        raise RuleBroken(_("This passage belongs to another report."), code="other_report")
    place = {"passage": passage, "section": passage.section if passage else section}
    twin = row.comments.filter(**place, text=text, by=by, settled_at__isnull=True).first()
    if twin is not None:
        return twin
    quote = passage.text[:LONGEST_QUOTE] if passage else ""
    made = Comment.objects.create(report=row, **place, quote=quote, text=text, by=by)
    note_down(row, "comment", by=by, note=text, section=made.section)
    return made


@transaction.atomic
def settle(remark: Comment, *, by: User, answer: str = "") -> Comment:
    """Say that a comment was dealt with, and how. A second click changes nothing."""
    report = held(remark.report)
    permit(by, "consolidation.comment_report", report)
    row = Comment.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if row.settled_at is not None:
        return row
    row.settled_at, row.settled_by, row.answer = timezone.now(), by, answer
    row.save(update_fields=["settled_at", "settled_by", "answer"])
    note_down(report, "settle_comment", by=by, note=answer, comment=row.text)
    return row


@transaction.atomic
def unsettle(remark: Comment, *, by: User) -> Comment:
    """Open a comment again: it was not dealt with after all."""
    report = held(remark.report)
    permit(by, "consolidation.comment_report", report)
    row = Comment.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if row.settled_at is None or report.is_frozen:
        return row
    row.settled_at, row.settled_by = None, None
    row.save(update_fields=["settled_at", "settled_by"])
    note_down(report, "reopen_comment", by=by, comment=row.text)
    return row
