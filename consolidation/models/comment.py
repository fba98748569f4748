"""What a leader or a specialist says about a piece of a report before it is approved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from common.traces import who
from consolidation.models.passage import Passage
from consolidation.models.report import Report


class Comment(models.Model):
    """A remark on a passage, a section, or (both blank) the whole report; it stays open until it is settled.

    ``quote`` keeps the words it was about, for the passage may change or go.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments", verbose_name=_("report"))
    passage = models.ForeignKey(
        Passage, models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name=_("passage")
    )
    section = models.CharField(_("section"), max_length=40, blank=True)
    quote = models.TextField(_("about the words"), blank=True)
    text = models.TextField(_("remark"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = who(_("by"), optional=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = who(_("settled by"))
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["report_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            together("settled_at", "settled_by", name="comment_settled_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
