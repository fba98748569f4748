"""What was said about a report."""

from django.db.models import F, QuerySet

from consolidation.models import Comment, Report


def open_comments(report: Report) -> QuerySet[Comment]:
    """Remarks nobody has settled yet, oldest first."""
    return report.comments.filter(settled_at__isnull=True)


def comments_of(report: Report) -> QuerySet[Comment]:
    """Every remark with who made and who settled it: the open ones first, then oldest first."""
    found = report.comments.select_related("by", "settled_by", "passage")
    return found.order_by(F("settled_at").asc(nulls_first=True), "pk")
