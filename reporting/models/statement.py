"""Sentences of a submission that belong to a section of the report rather than to a task."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from organisations.queries import province_ids_of, unit_ids_of
from programmes.models import LegalDocument, NationalTaskGroup
from reporting.models.submission import Submission
from reporting.states import FILED


class StatementKind(models.TextChoices):
    ASSESSMENT = "assessment", pgettext_lazy("kind of statement", "Assessment of results")
    OBSTACLE = "obstacle", pgettext_lazy("kind of statement", "Obstacle")
    ORIENTATION = "orientation", pgettext_lazy("kind of statement", "Direction for next year")
    SOLUTION = "solution", pgettext_lazy("kind of statement", "Solution for next year")
    PROPOSAL = "proposal", pgettext_lazy("kind of statement", "Proposal")


# What is followed across the years until somebody settles it.
FOLLOWED = (StatementKind.OBSTACLE, StatementKind.PROPOSAL)


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements as people see them."""

    def visible_to(self, user: User) -> Self:
        """A unit sees its own; DOST, the readers of the province and administrators what has been filed."""
        filed = Q(submission__state__in=FILED)
        if user.is_superuser:
            return self.filter(filed | Q(submission__organisation_id__in=unit_ids_of(user)))
        return self.filter(
            Q(submission__organisation_id__in=unit_ids_of(user))
            | filed & Q(submission__period__plan__province_id__in=province_ids_of(user))
        )

    def followed(self) -> Self:
        """Obstacles and proposals."""
        return self.filter(kind__in=FOLLOWED)


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

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["submission_id", "kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("reporting:proposal_detail", args=[self.pk])

    @property
    def is_followed(self) -> bool:
        """Whether it is an obstacle or a proposal, which are answered."""
        return self.kind in FOLLOWED


class Answer(models.Model):
    """What a body answered to an obstacle or proposal.

    ``closes`` ends its way through the years; a later answer that does not close opens it again.
    """

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
        ordering = ["statement_id", "answered_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(answered_by=""), name="answer_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.answered_by}: {self.text[:80]}"
