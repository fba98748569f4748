"""Proof that a unit filed its form."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reporting.models.submission import Submission


class FilingQuerySet(models.QuerySet["Filing"]):
    """Proofs as people see them."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the form sees its proofs."""
        return self.filter(submission__in=Submission.objects.visible_to(user))


def filing_path(filing: "Filing", filename: str) -> str:
    """Where the proof lies in the private store."""
    return f"filings/{filing.submission.period_id}/{filing.submission_id}/{filename}"


class Filing(models.Model):
    """One certification: what was certified (``content``, with its SHA-256), by whom, for whom, under which number.

    ``number`` counts the filings of a period without gaps. ``on_behalf_of`` says in whose place the person signed.
    ``alone`` marks a unit of one person, which DOST allowed. Two filings side by side show what changed.
    """

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="filings", verbose_name=_("submission")
    )
    period = models.ForeignKey(
        "reporting.ReportingPeriod", models.PROTECT, related_name="filings", verbose_name=_("period")
    )
    number = models.PositiveIntegerField(_("number"))
    round = models.PositiveSmallIntegerField(_("round"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    certified_at = models.DateTimeField(_("certified at"))
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("certified by")
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    alone = models.BooleanField(_("prepared and certified by one person"), default=False)
    content = models.JSONField(_("content certified"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    file = models.FileField(_("proof (PDF)"), upload_to=filing_path, max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of submission")
        verbose_name_plural = _("proofs of submission")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="filing_number_once_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.submission}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:filing_detail", args=[self.pk])
