"""What became of a province or an organisation."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models.organisation import Organisation
from organisations.models.province import Province
from organisations.models.validity import Evidence


class SuccessionKind(models.TextChoices):
    RENAME = "rename", pgettext_lazy("kind of succession", "renamed")
    MERGE = "merge", pgettext_lazy("kind of succession", "merged")
    SPLIT = "split", pgettext_lazy("kind of succession", "split")


class _Succession(models.Model):
    """From a day on, ``new`` stands where ``old`` stood. Its obligations move on that day; history does not."""

    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind)
    date = models.DateField(_("takes effect on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


class ProvinceSuccession(_Succession):
    """A province that became, or became part of, another."""

    old = models.ForeignKey(
        Province, models.PROTECT, related_name="successors", verbose_name=_("former province")
    )
    new = models.ForeignKey(
        Province, models.PROTECT, related_name="predecessors", verbose_name=_("present province")
    )

    class Meta:
        verbose_name = _("succession of a province")
        verbose_name_plural = _("successions of provinces")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="province_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="province_succeeds_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Succession(_Succession):
    """An organisation's successor. Without ``new`` nobody is known yet: DOST must assign one."""

    old = models.ForeignKey(
        Organisation, models.PROTECT, related_name="successors", verbose_name=_("former organisation")
    )
    new = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    part = models.CharField(_("part that moves"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("succession of an organisation")
        verbose_name_plural = _("successions of organisations")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new", "part"], name="succession_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="organisation_succeeds_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new or '?'}"
