"""Targets as expressions, and the baselines of the plan."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold
from programmes.expressions import BaseKind, Expression, Operator
from programmes.models.plan import Phase, Plan


class RowsRule(models.TextChoices):
    """How several annex rows of one target make one figure. They are never added up by default."""

    LARGEST = "largest", pgettext_lazy("how rows combine", "the largest of its rows")
    SUM = "sum", pgettext_lazy("how rows combine", "the sum of its rows")


class CountedFrom(models.TextChoices):
    """The one source a target's results come from."""

    SUBMISSIONS = "submissions", pgettext_lazy("source of results", "submissions of the units")
    OUTCOMES = "outcomes", pgettext_lazy("source of results", "results of supported enterprises")


class IndicatorFamily(models.Model):
    """What targets of different plans have in common, so that they may be compared.

    A proposal of whoever entered the plans, not law: only targets in the family's ``unit`` are ever added up.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("family of indicators")
        verbose_name_plural = _("families of indicators")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A quantitative target: operator, value or range, unit, phase, parent ("trong đó"), base.

    ``value`` stands for single figures, ``low``/``high`` for a range; percentages are percents (50 = 50 %).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets", verbose_name=_("plan"))
    phase = models.ForeignKey(
        Phase, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("phase")
    )
    code = models.CharField(_("code"), max_length=20)
    indicator = models.TextField(_("indicator"))
    family = models.ForeignKey(
        IndicatorFamily,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("family of indicators"),
        help_text=_("With which targets of other plans it is compared."),
    )
    statement = models.TextField(_("statement, verbatim"))
    source_lines = models.CharField(_("source lines"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    operator = models.CharField(_("operator"), max_length=30, choices=Operator)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    low = models.DecimalField(_("from"), max_digits=14, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60)
    unit_raw = models.CharField(_("unit as written"), max_length=120, blank=True)
    value_raw = models.CharField(_("value as written"), max_length=120, blank=True)
    is_striving = models.BooleanField(_("“phấn đấu” (to strive for)"), default=False)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of (“trong đó”)"),
    )
    base_target = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compared_by",
        verbose_name=_("compared with"),
    )
    base_kind = models.CharField(_("base of comparison"), max_length=10, choices=BaseKind, blank=True)
    rows_rule = models.CharField(_("several annex rows make"), max_length=10, choices=RowsRule, blank=True)
    counted_from = models.CharField(
        _("results come from"), max_length=20, choices=CountedFrom, default=CountedFrom.SUBMISSIONS
    )
    folded = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="target_once_per_plan"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, low__isnull=True, high__isnull=True)
                | Q(value__isnull=True, low__isnull=False, high__isnull=False),
                name="target_has_a_value_or_a_range",
            ),
        ]
        indexes = [GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="targets_by_part_of_text")]

    def __str__(self) -> str:
        return self.indicator

    def save(self, **kwargs: object) -> None:
        self.folded = fold(f"{self.indicator} {self.statement}")
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def expression(self) -> Expression:
        """The target as a pure expression that can be judged and written out."""
        return Expression(
            operator=Operator(self.operator),
            value=self.value,
            low=self.low,
            high=self.high,
            unit=self.unit,
            striving=self.is_striving,
            within_parent=self.parent_id is not None,
            base_kind=self.base_kind,
            base_phase=str(self.base_target.phase) if self.base_target and self.base_target.phase else "",
        )


class Baseline(models.Model):
    """A figure of an earlier period that the plan states, e.g. results 2016-2020."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="baselines", verbose_name=_("plan"))
    indicator = models.TextField(_("indicator"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60)
    period = models.CharField(_("period"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40)

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="baseline_place_once")]

    def __str__(self) -> str:
        return self.indicator
