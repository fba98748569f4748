"""Sentences of a submission that belong to a section of the report rather than to a task."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import NationalTaskGroup
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
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["submission", "kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
