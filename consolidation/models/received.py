"""Reports other installations sent, with the data they carry."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.traces import who
from consolidation.models.installation import Installation
from organisations.queries import reads_the_country


def received_path(_received: "ReceivedReport", filename: str) -> str:
    """Where the file lies in the private store."""
    return f"received/{filename}"


class ReceivedReportQuerySet(models.QuerySet["ReceivedReport"]):
    """Received reports as people see them."""

    def visible_to(self, user: User) -> Self:
        """The ministry's people and administrators."""
        return self if user.is_superuser or reads_the_country(user) else self.none()


class ReceivedReport(models.Model):
    """A report of another installation: its file, whole when it came, and the sealed data it carries.

    ``data`` is report.json (see ``consolidation.documents.carried``); the other fields repeat of it what lists need.
    ``code`` is the report's code of verification over there, one for each version.
    """

    installation = models.ForeignKey(
        Installation, models.PROTECT, related_name="reports", verbose_name=_("installation")
    )
    file = models.FileField(_("file"), upload_to=received_path, max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    pages = models.PositiveIntegerField(_("pages"))
    data = models.JSONField(_("data"))
    province = models.CharField(_("province"), max_length=200)
    plan = models.CharField(_("plan"), max_length=300)
    period_kind = models.CharField(_("kind of period"), max_length=20)
    period = models.CharField(_("period"), max_length=200)
    year = models.PositiveIntegerField(_("year"))
    version = models.PositiveIntegerField(_("version"))
    number = models.PositiveIntegerField(_("number"))
    symbol = models.CharField(_("symbol"), max_length=40)
    dated_on = models.DateField(_("date of the paper"))
    code = models.CharField(_("code of verification"), max_length=40)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    received_by = who(_("received by"), optional=False)

    objects = ReceivedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("received report")
        verbose_name_plural = _("received reports")
        ordering = ["-year", "province", "plan", "period", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["installation", "code"], name="received_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("consolidation:received_detail", args=[self.pk])

    @property
    def number_line(self) -> str:
        """ "05/BC-SKHCN"."""
        return f"{self.number:02d}/{self.symbol}"
