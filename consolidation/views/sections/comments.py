"""What was said about the text; for DOST only."""

from django.utils.translation import gettext_lazy as _

from consolidation.forms.steps import CommentForm
from consolidation.queries.comments import comments_of
from consolidation.views.opening import COMMENT
from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    if not opened.may(COMMENT):
        return None
    remarks = list(comments_of(opened.report))
    if not remarks and opened.report.is_frozen:
        return None
    return {
        "open": [remark for remark in remarks if remark.settled_at is None],
        "settled": [remark for remark in remarks if remark.settled_at is not None],
        "may_comment": opened.report.is_live,
        "form": CommentForm(auto_id="comment_%s") if opened.report.is_live else None,
    }


COMMENTS = Section("y-kien", _("Comments"), "consolidation/_report_comments.html", _context)
