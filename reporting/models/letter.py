"""Letters of DOST to the units: the call for the report, and the chase."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from organisations.queries import province_ids_of
from programmes.models import LegalDocument
from reporting.models.period import ReportingPeriod
from reporting.models.submission import Submission


def letter_path(letter: "Letter", filename: str) -> str:
    """Where the letter's files lie in the private store."""
    return f"letters/{letter.period_id}/{filename}"


class LetterKind(models.TextChoices):
    CALL = "call", pgettext_lazy("kind of letter", "Call for the report")
    CHASE = "chase", pgettext_lazy("kind of letter", "Chase letter")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST and the readers of the province; the ministry sees every letter."""
        if user.is_superuser:
            return self
        return self.filter(period__plan__province_id__in=province_ids_of(user))


class Letter(models.Model):
    """A composed công văn (NĐ 30/2020/NĐ-CP, Phụ lục I): its text as a document, its PDF and Word files.

    Number and day stay blank on the paper until the registry gives them; then ``document`` is the registered letter.
    """

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="own_letters", verbose_name=_("period")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=LetterKind)
    submissions = models.ManyToManyField(
        Submission, related_name="letters", blank=True, verbose_name=_("addressees")
    )
    composed = models.JSONField(_("composed letter"))
    pdf = models.FileField(_("PDF"), upload_to=letter_path, max_length=300, blank=True)
    word = models.FileField(_("Word"), upload_to=letter_path, max_length=300, blank=True)
    document = models.OneToOneField(
        LegalDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered as"),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                name="one_call_letter_per_period",
                condition=models.Q(kind="call"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:letter_detail", args=[self.pk])

    @property
    def is_registered(self) -> bool:
        """Whether the registry has given it number and day."""
        return self.document_id is not None
