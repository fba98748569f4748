"""The composed and rendered report of a period."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import province_ids_of
from reporting.models.period import ReportingPeriod


def report_path(report: "Report", filename: str) -> str:
    """Where the PDF lies in the private store."""
    return f"reports/{report.period.year}/{report.period_id}/{filename}"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST and the readers of the province; the ministry sees every report."""
        if user.is_superuser:
            return self
        return self.filter(period__plan__province_id__in=province_ids_of(user))


class Report(models.Model):
    """The newest rendering of a period's report: the composed document (JSON) and its PDF with its SHA-256."""

    period = models.OneToOneField(
        ReportingPeriod, models.PROTECT, related_name="report", verbose_name=_("period")
    )
    document = models.JSONField(_("composed document"))
    file = models.FileField(_("PDF"), upload_to=report_path, max_length=300)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    pages = models.PositiveIntegerField(_("pages"))
    rendered_at = models.DateTimeField(_("rendered at"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period__year", "pk"]
        constraints = [models.CheckConstraint(condition=Q(pages__gte=1), name="report_has_pages")]

    def __str__(self) -> str:
        return str(self.period)

    def get_absolute_url(self) -> str:
        return reverse("reporting:report_detail", args=[self.period_id])
