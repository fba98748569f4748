"""Why a warning of the checks was let pass."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.traces import who
from consolidation.models.report import Report
from organisations.queries import dost_province_ids


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """Reasons as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST's own reasons: for its staff, and for administrators; readers of the issued report do not see them."""
        if user.is_superuser:
            return self
        return self.filter(report__period__plan__province_id__in=dost_province_ids(user))


class Waiver(models.Model):
    """A warning somebody looked at and let pass with a reason. ``finding`` names the check, ``place`` what it found there.

    ``place`` changes when the finding does, so that a new finding needs a reason of its own.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="waivers", verbose_name=_("report"))
    finding = models.CharField(_("check"), max_length=40)
    place = models.CharField(_("place"), max_length=120)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = who(_("by"), optional=False)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning let pass")
        verbose_name_plural = _("warnings let pass")
        ordering = ["report_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "finding", "place"], name="waiver_once_per_finding"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.place}"
