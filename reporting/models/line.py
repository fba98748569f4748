"""One line of a submission: what a unit says about one task or one national group."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import Organisation
from programmes.models import LegalDocument, NationalTaskGroup, Task
from reporting.models.submission import Submission


class Attribution(models.TextChoices):
    """Whether a result belongs to the Programme itself or to another one it was worked into. Never added up."""

    PROGRAMME = "programme", pgettext_lazy("attribution", "of the Programme")
    INTEGRATED = "integrated", pgettext_lazy("attribution", "integrated (lồng ghép)")


class LineRole(models.TextChoices):
    """Why the unit owes this line."""

    LEAD = "lead", pgettext_lazy("why a line is owed", "leads the task")
    PARTNER = "partner", pgettext_lazy("why a line is owed", "helps with the task")
    GROUP = "group", pgettext_lazy("why a line is owed", "named through a group phrase")
    ASKED = "asked", pgettext_lazy("why a line is owed", "asked by letter")
    OWN = "own", pgettext_lazy("why a line is owed", "added by the unit")


class SubmissionLine(models.Model):
    """What a unit did about a task (or, where the plan has none, a national group).

    ``is_nil`` with a reason says "nothing happened"; an empty narrative without it says nothing yet.
    An integrated line is added by the unit: it has a heading and names the host document.
    """

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="lines", verbose_name=_("submission")
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="submission_lines", verbose_name=_("task")
    )
    national_group = models.ForeignKey(
        NationalTaskGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submission_lines",
        verbose_name=_("national group"),
    )
    role = models.CharField(_("owed because the unit"), max_length=10, choices=LineRole)
    inherited_from = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("inherited from"),
        help_text=_("The former unit that owed it, where another stands for it by now."),
    )
    attribution = models.CharField(
        _("attribution"), max_length=12, choices=Attribution, default=Attribution.PROGRAMME
    )
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    host = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("worked into")
    )
    narrative = models.TextField(_("what was done"), blank=True)
    is_nil = models.BooleanField(_("nothing happened"), default=False)
    nil_reason = models.TextField(_("why nothing happened"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("line of a submission")
        verbose_name_plural = _("lines of submissions")
        ordering = ["submission_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "task"],
                name="line_once_per_task",
                condition=Q(task__isnull=False, attribution="programme"),
            ),
            models.UniqueConstraint(
                fields=["submission", "national_group"],
                name="line_once_per_national_group",
                condition=Q(task__isnull=True, attribution="programme"),
            ),
            models.CheckConstraint(
                condition=Q(attribution="programme") | ~Q(heading=""), name="integrated_line_has_a_heading"
            ),
            models.CheckConstraint(condition=Q(is_nil=False) | ~Q(nil_reason=""), name="nil_line_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.heading or self.task or self.national_group)
