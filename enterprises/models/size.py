"""How large an enterprise is: the dated thresholds of the law, and what it declares each year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise, VsicVersion
from organisations.models.validity import Dated, DatedQuerySet, Evidence


class SizeClass(models.TextChoices):
    """Small and medium-sized enterprises by Decree 80/2021/NĐ-CP, article 5."""

    MICRO = "micro", pgettext_lazy("size of an enterprise", "micro")
    SMALL = "small", pgettext_lazy("size of an enterprise", "small")
    MEDIUM = "medium", pgettext_lazy("size of an enterprise", "medium")


class Sector(models.TextChoices):
    """The two groups of lines of business with thresholds of their own."""

    PRODUCTION = (
        "production",
        pgettext_lazy("sector", "agriculture, forestry, fishery; industry and construction"),
    )
    SERVICES = "services", pgettext_lazy("sector", "trade and services")


class SizeThreshold(Dated):
    """Up to so many people, and so much revenue or capital (đồng), an enterprise of a sector belongs to a class."""

    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    size_class = models.CharField(_("class"), max_length=6, choices=SizeClass)
    labour = models.PositiveIntegerField(_("people at most"))
    revenue = models.PositiveBigIntegerField(_("revenue at most, đồng"))
    capital = models.PositiveBigIntegerField(_("capital at most, đồng"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence, default=Evidence.PRIMARY)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("threshold of size")
        verbose_name_plural = _("thresholds of size")
        ordering = ["sector", "labour", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["sector", "size_class", "valid_from"],
                name="size_threshold_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_size_class_display()}, {self.get_sector_display()}"


class SizeDeclaration(models.Model):
    """What an enterprise declares of itself for a year: figures of the year before (Decree 80/2021/NĐ-CP, articles 7–10).

    ``labour`` people with social insurance, average; ``revenue`` đồng, null where there was none yet; ``capital`` đồng;
    ``months`` of activity where it is younger than a year. The class is computed, never stored.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="size_declarations", verbose_name=_("enterprise")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    labour = models.DecimalField(
        _("people with social insurance, average"), max_digits=9, decimal_places=2
    )  # a mean of twelve months: 10,5 people are more than ten
    revenue = models.PositiveBigIntegerField(_("revenue, đồng"), null=True, blank=True)
    capital = models.PositiveBigIntegerField(_("total capital, đồng"))
    months = models.PositiveSmallIntegerField(
        _("months of activity, if less than a year"), null=True, blank=True
    )
    vsic_version = models.CharField(_("edition of VSIC"), max_length=4, choices=VsicVersion)
    vsic_code = models.CharField(_("main line of business (VSIC code)"), max_length=5)
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by")
    )

    class Meta:
        verbose_name = _("declaration of size")
        verbose_name_plural = _("declarations of size")
        ordering = ["enterprise_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year"], name="size_declared_once_a_year"),
            models.CheckConstraint(condition=Q(labour__gte=0), name="size_people_are_not_negative"),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__range=(1, 11)),
                name="size_months_are_less_than_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}, {self.year}"
