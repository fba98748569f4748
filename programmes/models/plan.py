"""A province's plan, its phases, policies and reporting duties."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold
from organisations.models import Evidence, Organisation, Province
from programmes.models.document import LegalDocument
from programmes.models.programme import Programme


class Standing(models.TextChoices):
    """How the portal knows the plan."""

    ENACTED = "enacted", pgettext_lazy("standing of a plan", "Enacted text carried")
    HISTORY = "history", pgettext_lazy("standing of a plan", "History, read only")
    KNOWN_BY_REPORT = "known_by_report", pgettext_lazy("standing of a plan", "Known only through a report")
    DEMO = "demo", pgettext_lazy("standing of a plan", "Made up for trying the portal (demo)")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans; enacted plans are public law, so everyone may see all of them."""

    def for_list(self) -> Self:
        """Plans with everything a list line shows, in two queries."""
        return self.select_related("province", "programme", "document").annotate(
            task_count=models.Count("tasks", distinct=True),
            target_count=models.Count("targets", distinct=True),
        )

    def covering(self, year: int) -> Self:
        """Plans whose period holds ``year``."""
        return self.filter(year_from__lte=year, year_to__gte=year)


class Plan(models.Model):
    """A plan (or approving decision) of a province. Its enacted text is immutable; corrections stand beside it."""

    key = models.CharField(_("key"), max_length=40, unique=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="plans", verbose_name=_("province"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="plans", verbose_name=_("programme")
    )
    document = models.OneToOneField(
        LegalDocument, models.PROTECT, related_name="plan", verbose_name=_("document")
    )
    standing = models.CharField(_("standing"), max_length=20, choices=Standing)
    title = models.TextField(_("title"))
    year_from = models.PositiveSmallIntegerField(_("from year"))
    year_to = models.PositiveSmallIntegerField(_("to year"))
    source_text = models.CharField(_("source text"), max_length=200, blank=True)
    about_tolerance = models.DecimalField(
        _("tolerance of “about”, %"),
        max_digits=5,
        decimal_places=2,
        default=5,
        help_text=_("How far below an “about” figure still counts as met. A proposal; the plans do not say."),
    )
    folded = models.TextField(editable=False, default="")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year_from", "province__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")), name="plan_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(about_tolerance__range=(0, 50)), name="plan_tolerance_is_small"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.designation} – {self.province}"

    def save(self, **kwargs: object) -> None:
        self.folded = fold(f"{self.title} {self.province.name} {self.document.number_and_symbol}")
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("programmes:plan_detail", args=[self.key])

    def has_ended(self, on: dt.date) -> bool:
        """Whether the plan's period is over on ``on``; an ended plan waits for its final review."""
        return on.year > self.year_to


class Phase(models.Model):
    """A part of the plan's period with targets of its own."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="phases", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    year_from = models.PositiveSmallIntegerField(_("from year"))
    year_to = models.PositiveSmallIntegerField(_("to year"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["plan_id", "year_from"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="phase_once_per_plan")]

    def __str__(self) -> str:
        return f"{self.year_from}–{self.year_to}"


class PlanBasis(models.Model):
    """A document the plan rests on."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="bases", verbose_name=_("plan"))
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("document"))
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "document"], name="basis_once_per_plan")]

    def __str__(self) -> str:
        return str(self.document)


class PolicyKind(models.TextChoices):
    """What a clause of the plan means to the machine. Blocks only where the plan says so."""

    FOREIGN_EXCLUDED = (
        "foreign_excluded",
        pgettext_lazy("policy", "Foreign-invested organisations are excluded"),
    )
    ONCE_PER_CONTENT = "once_per_content", pgettext_lazy("policy", "Each content once per organisation")
    HIGHEST_LEVEL_ONLY = (
        "highest_level_only",
        pgettext_lazy("policy", "Only the highest level, never added up"),
    )
    PRIORITY = "priority", pgettext_lazy("policy", "Priority")
    PRINCIPLE = "principle", pgettext_lazy("policy", "Principle")
    CONDITION = "condition", pgettext_lazy("policy", "Condition")


class PlanPolicy(models.Model):
    """A clause of the plan about support, verbatim."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="policies", verbose_name=_("plan"))
    kind = models.CharField(_("kind"), max_length=20, choices=PolicyKind)
    text = models.TextField(_("clause"))
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="policy_place_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class DutyKind(models.TextChoices):
    ANNUAL = "annual", pgettext_lazy("kind of reporting duty", "yearly report")
    QUARTERLY = "quarterly", pgettext_lazy("kind of reporting duty", "quarterly report")
    HALF_YEARLY = "half_yearly", pgettext_lazy("kind of reporting duty", "half-yearly report")
    FIVE_YEAR = "five_year", pgettext_lazy("kind of reporting duty", "five-year report")
    AD_HOC = "ad_hoc", pgettext_lazy("kind of reporting duty", "on request")
    MIDTERM_FINAL = "midterm_final", pgettext_lazy("kind of reporting duty", "mid-term and final review")
    OBSTACLE = "obstacle", pgettext_lazy("kind of reporting duty", "obstacles, in writing")
    NEEDS = "needs", pgettext_lazy("kind of reporting duty", "support needs")
    ADJUSTMENT = "adjustment", pgettext_lazy("kind of reporting duty", "adjustment of the plan")


class ReportingDuty(models.Model):
    """Who reports to whom and when, as the plan (or, with a mark, another source) says."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties", verbose_name=_("plan"))
    kind = models.CharField(_("kind"), max_length=20, choices=DutyKind)
    who_raw = models.CharField(_("who, as written"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("who")
    )
    addressees = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("to whom")
    )
    when_raw = models.CharField(_("when, as written"), max_length=300)
    due_month = models.PositiveSmallIntegerField(_("due month"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(_("due day"), null=True, blank=True)
    years = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("years"))
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40, blank=True)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence, default=Evidence.SEED)

    class Meta:
        verbose_name = _("reporting duty")
        verbose_name_plural = _("reporting duties")
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="duty_place_once"),
            models.CheckConstraint(
                condition=Q(due_month__isnull=True, due_day__isnull=True)
                | Q(due_month__range=(1, 12), due_day__range=(1, 31)),
                name="duty_due_is_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.when_raw}"
