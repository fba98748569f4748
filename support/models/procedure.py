"""How a plan's applications are handled: days, rounds, criteria, and the paper decisions are written on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models.validity import Dated, DatedQuerySet, Evidence
from programmes.models import Plan
from support.models.content import SupportContent


class SupportProcedure(Dated):
    """Days and rounds of a plan's applications, with their legal basis. All days are working days.

    Where no row holds, the receipt promises no day and says so. Each warning is sent so many days before a supplement
    is due (``warn_days``).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="procedures", verbose_name=_("plan"))
    days_to_decide = models.PositiveSmallIntegerField(_("working days until the decision"))
    days_to_supplement = models.PositiveSmallIntegerField(_("working days to supply what is missing"))
    most_rounds = models.PositiveSmallIntegerField(
        _("requests to supplement at most"), null=True, blank=True, help_text=_("Empty: not limited.")
    )
    warn_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        verbose_name=_("warn so many working days before"),
    )
    days_of_opinion = models.PositiveSmallIntegerField(_("working days for an opinion"), default=5)
    pass_mark = models.DecimalField(
        _("points to pass"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Of 100; empty: none."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence)
    superior = models.CharField(_("superior body"), max_length=200, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=200, blank=True)
    symbol = models.CharField(_("symbol of letters"), max_length=40, blank=True)
    signing_form = models.CharField(_("signing form"), max_length=100, blank=True)
    position = models.CharField(_("position of the signer"), max_length=100, blank=True)
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["plan_id", "valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "valid_from"], name="procedure_once_per_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(days_to_decide__gt=0, days_to_supplement__gt=0), name="procedure_takes_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.legal_basis}"


class Criterion(Dated):
    """A criterion of appraisal: points from 0 to 100, ``weight`` percent of the whole."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="criteria", verbose_name=_("plan"))
    content = models.ForeignKey(
        SupportContent,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("support content"),
        help_text=_("Empty: for every content of the plan."),
    )
    name = models.CharField(_("name"), max_length=300)
    guidance = models.TextField(_("what to look at"), blank=True)
    weight = models.DecimalField(_("weight, %"), max_digits=5, decimal_places=2)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("criterion of appraisal")
        verbose_name_plural = _("criteria of appraisal")
        ordering = ["plan_id", "position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100), name="criterion_weight_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name
