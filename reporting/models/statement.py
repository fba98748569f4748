"""Sentences of a submission that belong to a section of the report rather than to a task."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import LegalDocument, NationalTaskGroup
from reporting.models.submission import Submission


class StatementKind(models.TextChoices):
    ASSESSMENT = "assessment", pgettext_lazy("kind of statement", "Assessment of results")
    OBSTACLE = "obstacle", pgettext_lazy("kind of statement", "Obstacle")
    ORIENTATION = "orientation", pgettext_lazy("kind of statement", "Direction for next year")
    SOLUTION = "solution", pgettext_lazy("kind of statement", "Solution for next year")
    PROPOSAL = "proposal", pgettext_lazy("kind of statement", "Proposal")


class Statement(models.Model):
    """An assessment, obstacle (with its cause), direction, solution or proposal, in the unit's words.

    ``addressee`` says whom an obstacle or proposal concerns; ``national_group`` places a solution.
    """

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="statements", verbose_name=_("submission")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=StatementKind)
    text = models.TextField(_("text"))
    cause = models.TextField(_("cause"), blank=True)
    addressee = models.CharField(_("addressed to"), max_length=200, blank=True)
    national_group = models.ForeignKey(
        NationalTaskGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("national group"),
    )
    carried_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("raised before as"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["submission", "kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Answer(models.Model):
    """What a body answered to an obstacle or proposal. ``closes`` ends its way through the years."""

    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="answers", verbose_name=_("statement")
    )
    answered_by = models.CharField(_("answered by"), max_length=200)
    answered_on = models.DateField(_("answered on"))
    text = models.TextField(_("answer"))
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    closes = models.BooleanField(_("settles the matter"), default=False)
    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["statement", "answered_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(answered_by=""), name="answer_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.answered_by}: {self.text[:80]}"
