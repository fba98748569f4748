"""Dated work on a period that the minute tick starts, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.models import Job
from reporting.models.period import ReportingPeriod


class CampaignStep(models.TextChoices):
    RENDER = "render", pgettext_lazy("step of a campaign", "render the yearly report")


class Campaign(models.Model):
    """At ``runs_at`` the step is due. A missed moment is caught up; ``job`` says that it was started."""

    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="campaigns", verbose_name=_("period")
    )
    step = models.CharField(_("step"), max_length=20, choices=CampaignStep, default=CampaignStep.RENDER)
    runs_at = models.DateTimeField(_("runs at"))
    job = models.OneToOneField(
        Job, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("job")
    )

    told_at = models.DateTimeField(
        _("told at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When those who wait for it were told what came of it."),
    )

    class Meta:
        verbose_name = _("dated work")
        verbose_name_plural = _("dated work")
        ordering = ["runs_at"]
        constraints = [
            models.UniqueConstraint(fields=["period", "step"], name="campaign_once_per_period_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_step_display()}"
