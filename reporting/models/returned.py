"""What DOST wants mended, part by part."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.models.line import SubmissionLine
from reporting.models.submission import Submission


class Part(models.TextChoices):
    """The parts of a form that can be opened on their own."""

    WHOLE = "whole", pgettext_lazy("part of a form", "The whole form")
    LINE = "line", pgettext_lazy("part of a form", "A line")
    INTEGRATED = "integrated", pgettext_lazy("part of a form", "Activities under other plans")
    DOCUMENTS = "documents", pgettext_lazy("part of a form", "Documents issued")
    STATEMENTS = "statements", pgettext_lazy("part of a form", "Assessment, obstacles, directions, proposals")


class ReturnedPart(models.Model):
    """One part sent back in a round, and why. Only parts of the form's current ``round`` may be changed.

    Rows of earlier rounds stay as history.
    """

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="returned_parts", verbose_name=_("submission")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    part = models.CharField(_("part"), max_length=12, choices=Part)
    line = models.ForeignKey(
        SubmissionLine,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="returned_parts",
        verbose_name=_("line"),
    )
    reason = models.TextField(_("what has to be changed"))

    class Meta:
        verbose_name = _("part sent back")
        verbose_name_plural = _("parts sent back")
        ordering = ["submission_id", "-round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round", "part", "line"],
                name="part_sent_back_once_per_round",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(part="line", line__isnull=False) | (~Q(part="line") & Q(line__isnull=True)),
                name="returned_line_is_named",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="part_sent_back_with_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.line or self.get_part_display())
