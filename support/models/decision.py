"""How an application is appraised and decided: appraisers, points, minutes, decision and its letter."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from common.traces import who
from support.models.application import Application
from support.models.procedure import Criterion


class Appraiser(models.Model):
    """A person asked to appraise. Nobody sees the papers to be scored before declaring a conflict of interest or none;

    who declares one is excluded, with the reason kept.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="appraisers", verbose_name=_("application")
    )
    user = who(_("person"), optional=False, related_name="appraisals")
    has_conflict = models.BooleanField(_("has a conflict of interest"), null=True, blank=True)
    conflict = models.TextField(_("which conflict"), blank=True)
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    scored_at = models.DateTimeField(_("scored at"), null=True, blank=True)

    class Meta:
        verbose_name = _("appraiser")
        verbose_name_plural = _("appraisers")
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="appraiser_once"),
            together("has_conflict", "declared_at", name="conflict_declared_at_a_moment"),
            models.CheckConstraint(
                condition=Q(has_conflict__isnull=True) | Q(has_conflict=False) | ~Q(conflict=""),
                name="conflict_says_which",
            ),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=True) | Q(has_conflict=False),
                name="only_unbiased_appraisers_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.user}"


class Score(models.Model):
    """Points (0–100) of an appraiser for a criterion."""

    appraiser = models.ForeignKey(
        Appraiser, models.CASCADE, related_name="scores", verbose_name=_("appraiser")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion of appraisal")
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["appraiser_id", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["appraiser", "criterion"], name="score_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="points_are_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


def decision_path(decision: "Decision", filename: str) -> str:
    """Where the files of a decision lie in the private store."""
    return f"decisions/{decision.application_id}/{filename}"


class Decision(models.Model):
    """Council minutes, proposal and decision of an application in one record; the letter to the enterprise.

    The verdict on each content stands on its item. ``council`` is a list of {"name", "role"}; ``composed`` the letter as a
    document (NĐ 30/2020/NĐ-CP, Phụ lục I), whose number and day stay blank until the registry gives them.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision", verbose_name=_("application")
    )
    council_on = models.DateField(_("council met on"), null=True, blank=True)
    council = models.JSONField(_("members present"), default=list, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    proposal = models.TextField(_("proposal"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = who(_("proposed by"))
    over_quota_reason = models.TextField(_("why above the yearly quota"), blank=True)
    conclusion = models.TextField(_("conclusion of the leader"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = who(_("decided by"))
    composed = models.JSONField(_("composed letter"), null=True, blank=True)
    pdf = models.FileField(_("PDF"), upload_to=decision_path, max_length=300, blank=True)
    word = models.FileField(_("Word"), upload_to=decision_path, max_length=300, blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    word_sha256 = models.CharField(_("SHA-256 of the Word file"), max_length=64, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            together("proposed_at", "proposed_by", name="decision_proposed_by_somebody"),
            together("decided_at", "decided_by", name="decision_taken_by_somebody"),
            together("number", "issued_on", name="decision_registered_with_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.application}"

    def get_absolute_url(self) -> str:
        return reverse("support:decision_detail", args=[self.application_id])
