"""What the paper of a report needs and no unit reports."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import LegalDocument
from reporting.models.period import ReportingPeriod


class ReportSetting(models.Model):
    """Letterhead, addressees, recipients and signature of a period's report (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    period = models.OneToOneField(
        ReportingPeriod, models.CASCADE, related_name="setting", verbose_name=_("period")
    )
    superior = models.CharField(_("superior body"), max_length=200)
    issuer = models.CharField(_("issuing body"), max_length=200)
    symbol = models.CharField(_("symbol"), max_length=40)
    place = models.CharField(_("place"), max_length=100)
    title = models.TextField(_("title of the report"))
    addressees = ArrayField(
        models.CharField(max_length=200), default=list, verbose_name=_("addressees (Kính gửi)")
    )
    recipients = ArrayField(
        models.CharField(max_length=200), default=list, verbose_name=_("recipients (Nơi nhận)")
    )
    issue_year = models.PositiveSmallIntegerField(_("year of issue"), null=True, blank=True)
    issue_month = models.PositiveSmallIntegerField(
        _("month of issue"),
        null=True,
        blank=True,
        help_text=_("As the paper shows it; the registry gives the day."),
    )
    signing_form = models.CharField(_("signing form"), max_length=100, blank=True)
    position = models.CharField(_("position of the signer"), max_length=100, blank=True)
    signer = models.CharField(_("signer"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("report setting")
        verbose_name_plural = _("report settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issue_month__isnull=True) | models.Q(issue_month__range=(1, 12)),
                name="report_month_is_a_month",
            )
        ]

    def __str__(self) -> str:
        return str(self.period)


class RequestLetter(models.Model):
    """A letter that asked for the report, cited in its second paragraph, in the order of the chain."""

    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="letters", verbose_name=_("period")
    )
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("letter"))
    is_ours = models.BooleanField(_("sent by DOST to the units"), default=False)
    sent_to = models.TextField(_("sent to"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("request letter")
        verbose_name_plural = _("request letters")
        ordering = ["period_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["period", "document"], name="letter_once_per_period")]

    def __str__(self) -> str:
        return str(self.document)
