"""Irregularities of the source, shown beside the row and never corrected silently."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from programmes.models.plan import Plan
from programmes.models.target import Target
from programmes.models.task import Task


class Finding(models.Model):
    """A defect or doubt found in an enacted text: code, what it is, on which source line.

    Staff may accept it with a remark; the enacted text itself is never touched.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20, unique=True)
    codes = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds"))
    source_lines = models.CharField(_("source lines"), max_length=120)
    text = models.TextField(_("what was found"))
    position = models.PositiveSmallIntegerField(_("position"))
    tasks = models.ManyToManyField(Task, blank=True, related_name="findings", verbose_name=_("tasks"))
    targets = models.ManyToManyField(Target, blank=True, related_name="findings", verbose_name=_("targets"))
    remark = models.TextField(_("remark of DOST"), blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["plan_id", "position"]
        constraints = [together("accepted_at", "accepted_by", name="finding_accepted_by_somebody")]

    def __str__(self) -> str:
        return self.code
