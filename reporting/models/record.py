"""Named records behind counts: activities, experts, enterprises helped."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.vietnamese import clean, fold
from enterprises.models import Enterprise
from reporting.models.figure import ActivityKind, Figure
from reporting.models.line import SubmissionLine
from reporting.models.submission import Submission


class OfSubmission(models.QuerySet):
    """Records that are seen by whoever sees the form they stand in. ``submission`` leads from them to it."""

    submission = "line__submission"

    def visible_to(self, user: User) -> Self:
        """Names of people and enterprises stay with the unit, DOST and the readers of the province."""
        return self.filter(**{f"{self.submission}__in": Submission.objects.visible_to(user)})


class BehindFigure(OfSubmission):
    """Records that stand behind a figure."""

    submission = "figure__line__submission"


class Activity(models.Model):
    """A course, conference, broadcast … held under a line. ``participants`` in lượt người; null is not stated."""

    line = models.ForeignKey(
        SubmissionLine, models.CASCADE, related_name="activities", verbose_name=_("line")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=500)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    place = models.CharField(pgettext_lazy("of an activity", "place"), max_length=300, blank=True)
    organiser = models.CharField(_("organiser"), max_length=300, blank=True)
    co_organisers = models.CharField(_("co-organisers"), max_length=500, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OfSubmission.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["line_id", F("starts_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | (Q(starts_on__isnull=False) & Q(ends_on__gte=F("starts_on"))),
                name="activity_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class CertifiedExpert(models.Model):
    """A person certified as a productivity and quality expert; no more personal data than the proof needs."""

    line = models.ForeignKey(SubmissionLine, models.CASCADE, related_name="experts", verbose_name=_("line"))
    full_name = models.CharField(_("full name"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=300, blank=True)
    certificate = models.CharField(_("certificate number"), max_length=100, blank=True)
    body = models.CharField(pgettext_lazy("of a certificate", "certified by"), max_length=300, blank=True)
    certified_on = models.DateField(_("certified on"), null=True, blank=True)
    folded = models.CharField(max_length=300, editable=False, default="")

    objects = OfSubmission.as_manager()

    class Meta:
        verbose_name = _("certified expert")
        verbose_name_plural = _("certified experts")
        ordering = ["line_id", "full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "folded", "certificate"], name="expert_once_per_line_and_certificate"
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="expert_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, **kwargs: object) -> None:
        self.full_name = clean(self.full_name)
        self.folded = fold(self.full_name)
        super().save(**kwargs)  # type: ignore[arg-type]


class SupportedEnterprise(models.Model):
    """A unit says: this enterprise was helped with this content. It stands behind one figure of the line.

    ``content_folded`` makes the same content of two units comparable.
    """

    figure = models.ForeignKey(
        Figure, models.CASCADE, related_name="supported", verbose_name=_("figure it stands behind")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="supported", verbose_name=_("enterprise")
    )
    content = models.CharField(_("content of the support"), max_length=300)
    product = models.CharField(_("product"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    content_folded = models.CharField(max_length=400, editable=False, default="")

    objects = BehindFigure.as_manager()

    class Meta:
        verbose_name = _("enterprise helped")
        verbose_name_plural = _("enterprises helped")
        ordering = ["figure_id", "enterprise__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "enterprise", "content_folded"], name="enterprise_once_per_content"
            ),
            models.CheckConstraint(condition=~Q(content=""), name="support_names_its_content"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.content}"

    def save(self, **kwargs: object) -> None:
        self.content = clean(self.content)
        self.content_folded = fold(self.content)
        super().save(**kwargs)  # type: ignore[arg-type]


class ClaimRuling(models.TextChoices):
    """What DOST decided about an enterprise that several units claim."""

    ONE = "one", pgettext_lazy("ruling on a double claim", "One support; it counts for the unit named")
    BOTH = "both", pgettext_lazy("ruling on a double claim", "Separate supports; each counts")
