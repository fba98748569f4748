"""To whom an issued report was sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.traces import who
from consolidation.models.report import Report
from organisations.models import Organisation


class Way(models.TextChoices):
    """How a paper travels."""

    AXIS = "axis", pgettext_lazy("way of sending", "document exchange of the State (trục liên thông)")
    POST = "post", pgettext_lazy("way of sending", "post")
    MAIL = "mail", pgettext_lazy("way of sending", "e-mail")
    HAND = "hand", pgettext_lazy("way of sending", "by hand")


class Dispatch(models.Model):
    """One recipient of an issued report, how and when it was sent."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="dispatches", verbose_name=_("report"))
    recipient = models.CharField(_("recipient"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    way = models.CharField(_("sent by"), max_length=4, choices=Way, default=Way.AXIS)
    sent_on = models.DateField(_("sent on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    by = who(_("recorded by"), optional=False)

    class Meta:
        verbose_name = _("recipient of a report")
        verbose_name_plural = _("recipients of reports")
        ordering = ["report_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(recipient=""), name="dispatch_names_its_recipient")
        ]

    def __str__(self) -> str:
        return self.recipient
