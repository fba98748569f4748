"""A figure for one year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.target import Target
from programmes.models.task import Task


class AnnualTarget(models.Model):
    """What is to be reached in one year, of an annex row (as enacted) or of a target (as DOST assigned it).

    ``value`` is null where the cell is blank (not stated) and 0 where it holds a dash; ``raw`` tells which.
    """

    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="annual", verbose_name=_("annex row")
    )
    target = models.ForeignKey(
        Target, models.CASCADE, null=True, blank=True, related_name="annual", verbose_name=_("target")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    raw = models.CharField(_("as written"), max_length=60, blank=True)
    is_assigned = models.BooleanField(_("assigned by DOST"), default=False)

    class Meta:
        verbose_name = _("annual target")
        verbose_name_plural = _("annual targets")
        ordering = ["task_id", "target_id", "year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, target__isnull=True)
                | Q(task__isnull=True, target__isnull=False),
                name="annual_target_of_a_row_or_a_target",
            ),
            models.UniqueConstraint(
                fields=["task", "year"], name="annual_once_per_row", condition=Q(task__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["target", "year"], name="annual_once_per_target", condition=Q(target__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.raw or self.value}"
