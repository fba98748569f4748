"""What units sent and the report leaves out on purpose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.traces import who
from consolidation.models.passage import SourceKind
from consolidation.models.report import Report


class SetAside(models.Model):
    """A line, figure, document or statement that is not in the report, and why."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="asides", verbose_name=_("report"))
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind)
    key = models.CharField(_("key"), max_length=40)
    label = models.CharField(_("unit"), max_length=300, blank=True)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = who(_("by"), optional=False)

    class Meta:
        verbose_name = _("what was set aside")
        verbose_name_plural = _("what was set aside")
        ordering = ["report_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "key"], name="set_aside_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="set_aside_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
