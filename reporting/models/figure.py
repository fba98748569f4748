"""One figure a unit reports."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import Target
from reporting.models.line import SubmissionLine


class Precision(models.TextChoices):
    EXACT = "exact", pgettext_lazy("precision of a figure", "exactly")
    NEARLY = "nearly", pgettext_lazy("precision of a figure", "nearly (gần)")


class Figure(models.Model):
    """A measured value: to the cut-off date, and as expected for the whole year.

    Null is "not reported", 0 is "measured, none". ``target`` is the target it counts for, if any; its unit
    and words are then the target's and cannot be typed.
    """

    line = models.ForeignKey(SubmissionLine, models.CASCADE, related_name="figures", verbose_name=_("line"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("counts for")
    )
    indicator = models.CharField(_("what is counted"), max_length=1000)
    unit = models.CharField(_("unit"), max_length=60)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision, default=Precision.EXACT)
    to_date = models.DecimalField(_("to date"), max_digits=14, decimal_places=2, null=True, blank=True)
    estimate = models.DecimalField(
        _("whole year, estimated"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_own = models.BooleanField(_("added by the unit"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["line", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(to_date__isnull=True) | Q(to_date__gte=0))
                & (Q(estimate__isnull=True) | Q(estimate__gte=0)),
                name="figure_is_not_negative",
            ),
            models.UniqueConstraint(
                fields=["line", "target"], name="figure_once_per_target", condition=Q(target__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.indicator
