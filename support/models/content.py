"""What a plan offers: support contents, the papers and levels they ask for and give."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold
from enterprises.models import EnterpriseKind
from organisations.models import Province
from organisations.models.validity import Dated, DatedQuerySet, Evidence
from programmes.models import Plan, Target, Task


class OutcomeKind(models.TextChoices):
    """What a target counts of an accepted support."""

    ENTERPRISE = "enterprise", pgettext_lazy("kind of outcome", "enterprise")
    PRODUCT = "product", pgettext_lazy("kind of outcome", "product")
    CERTIFICATE = "certificate", pgettext_lazy("kind of outcome", "certificate")
    LABORATORY = "laboratory", pgettext_lazy("kind of outcome", "laboratory or conformity assessment body")
    AWARD = "award", pgettext_lazy("kind of outcome", "quality award")


class SupportContentQuerySet(models.QuerySet["SupportContent"]):
    """Contents; the catalogue is public."""

    def matching(self, text: str) -> Self:
        """Those whose words or plan hold ``text``, with or without dấu."""
        wanted = fold(text)
        return self.filter(Q(folded__contains=wanted) | Q(plan__folded__contains=wanted)) if wanted else self

    def offered(self, on: dt.date) -> Self:
        """Contents one can apply for on ``on``: of a plan that runs, not closed by DOST."""
        return self.filter(is_open=True, plan__year_from__lte=on.year, plan__year_to__gte=on.year)


class SupportContent(models.Model):
    """A support content of a plan, verbatim, with the task it hangs on and whom its words name.

    ``kin``: contents of several plans with the same kin are one content where "once per content" is counted. ``kinds``
    empty: every kind of enterprise; ``needs_sme``: its words name small and medium-sized enterprises only.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contents", verbose_name=_("plan"))
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="contents", verbose_name=_("task")
    )
    code = models.CharField(_("code"), max_length=30)
    text = models.TextField(_("content, verbatim"))
    short = models.CharField(
        _("short name"), max_length=160, help_text=_("The portal's own words, for lists.")
    )
    source_lines = models.CharField(_("source lines"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    kin = models.SlugField(_("same content as"), max_length=80, allow_unicode=False)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=EnterpriseKind),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
    )
    needs_sme = models.BooleanField(_("small and medium-sized enterprises only"), default=False)
    whom = models.TextField(_("clause on who is helped, verbatim"), blank=True)
    whom_lines = models.CharField(_("source lines of that clause"), max_length=40, blank=True)
    is_open = models.BooleanField(_("takes applications"), default=True)
    targets = models.ManyToManyField(
        Target, through="ContentTarget", related_name="contents", verbose_name=_("targets it counts for")
    )
    folded = models.TextField(editable=False, default="")

    objects = SupportContentQuerySet.as_manager()

    class Meta:
        verbose_name = _("support content")
        verbose_name_plural = _("support contents")
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="content_once_per_plan"),
            models.CheckConstraint(condition=~Q(kin=""), name="content_has_kin"),
        ]

    def __str__(self) -> str:
        return self.short

    def save(self, **kwargs: object) -> None:
        self.kin = self.kin or f"{self.plan.key}-{self.code}".lower()
        self.folded = fold(f"{self.short} {self.text}")
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("support:content_detail", args=[self.plan.key, self.code])


class ContentTarget(models.Model):
    """What an accepted support of a content is for a target, where that target counts from outcomes.

    Carried rows are the portal's reading of the plan until DOST confirms them.
    """

    content = models.ForeignKey(
        SupportContent, models.CASCADE, related_name="counted_for", verbose_name=_("support content")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="counting_contents", verbose_name=_("target")
    )
    kind = models.CharField(_("counts as"), max_length=12, choices=OutcomeKind)
    is_confirmed = models.BooleanField(
        _("confirmed by DOST"), default=False, help_text=_("Until then it is the portal's proposal.")
    )

    class Meta:
        verbose_name = _("target of a content")
        verbose_name_plural = _("targets of contents")
        constraints = [
            models.UniqueConstraint(fields=["content", "target"], name="content_counts_once_per_target")
        ]

    def __str__(self) -> str:
        return f"{self.content} → {self.target}"


class CapUnit(models.TextChoices):
    """What the cap of a level holds for."""

    SUPPORT = "support", pgettext_lazy("unit of a cap", "per support")
    CONTRACT = "contract", pgettext_lazy("unit of a cap", "per contract")
    ENTERPRISE_YEAR = "enterprise_year", pgettext_lazy("unit of a cap", "per enterprise and year")
    PRODUCT = "product", pgettext_lazy("unit of a cap", "per product")


class SupportLevel(Dated):
    """How much a content is supported: ``rate`` percent of the cost, at most ``cap`` đồng per ``cap_unit``.

    No plan the portal carries states any: rows are entered with their legal basis. Several rows may hold at once;
    then the highest applies and they are never added up.
    """

    content = models.ForeignKey(
        SupportContent, models.CASCADE, related_name="levels", verbose_name=_("support content")
    )
    rate = models.DecimalField(_("rate, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    cap = models.PositiveBigIntegerField(_("cap, đồng"), null=True, blank=True)
    cap_unit = models.CharField(_("cap is"), max_length=16, choices=CapUnit, default=CapUnit.SUPPORT)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in the area of"),
        help_text=_("Empty: wherever the plan holds."),
    )
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence)
    note = models.TextField(_("note"), blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("support level")
        verbose_name_plural = _("support levels")
        ordering = ["content_id", "valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gt=0, rate__lte=100), name="level_rate_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=False) | Q(cap__isnull=False), name="level_has_a_rate_or_a_cap"
            ),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="level_names_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.content}: {self.legal_basis}"


class RequiredPaper(Dated):
    """A paper the dossier of a content (or, without one, of every content of the plan) has to hold."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="required_papers", verbose_name=_("plan"))
    content = models.ForeignKey(
        SupportContent,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("support content"),
        help_text=_("Empty: for every content of the plan."),
    )
    name = models.CharField(_("name"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        ordering = ["plan_id", "position", "pk"]

    def __str__(self) -> str:
        return self.name
