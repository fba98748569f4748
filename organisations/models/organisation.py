"""A department, committee, association or other body that documents name."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold, nfc, sort_key
from organisations.models.province import Province
from organisations.models.validity import Dated, DatedQuerySet, Evidence


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", pgettext_lazy("kind of organisation", "central government")
    MINISTRY = "ministry", pgettext_lazy("kind of organisation", "ministry")
    COMMISSION = "commission", pgettext_lazy("kind of organisation", "commission")
    PEOPLES_COMMITTEE = "peoples_committee", pgettext_lazy("kind of organisation", "People's Committee")
    DEPARTMENT = "department", pgettext_lazy("kind of organisation", "department")
    SUBDEPARTMENT = "subdepartment", pgettext_lazy("kind of organisation", "sub-department")
    BOARD = "board", pgettext_lazy("kind of organisation", "management board")
    DISTRICT = "district", pgettext_lazy("kind of organisation", "district")
    COMMUNE = "commune", pgettext_lazy("kind of organisation", "commune or ward")
    ASSOCIATION = "association", pgettext_lazy("kind of organisation", "association")
    UNION = "union", pgettext_lazy("kind of organisation", "union")
    OTHER = "other", pgettext_lazy("kind of organisation", "other")


class OrganisationQuerySet(DatedQuerySet):
    """Organisations as people look for them."""

    def matching(self, text: str) -> Self:
        """Those whose name or alias holds ``text``, with or without dấu."""
        wanted = fold(text)
        if not wanted:
            return self
        return self.filter(Q(folded__contains=wanted) | Q(aliases__folded__contains=wanted)).distinct()


class Organisation(Dated):
    """A body that plans, reports or signs. ``standard`` says which well-known body of its province it is.

    Names are as enacted; after a change the row ends and Succession tells what came of it, so that
    history keeps the old name.
    """

    key = models.CharField(
        _("key"), max_length=80, unique=True, help_text=_("Stable name, e.g. ha-noi/DOST.")
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("province"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    standard = models.CharField(_("standard body"), max_length=20, blank=True, help_text=_("E.g. DOST, DOF."))
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )
    named_in = models.JSONField(_("named in"), default=list, blank=True, help_text=_("Documents and lines."))
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence, default=Evidence.SEED)
    note = models.TextField(_("note"), blank=True)
    order = models.CharField(max_length=900, editable=False, default="")
    folded = models.CharField(max_length=400, editable=False, default="")

    objects = OrganisationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["province", "standard"], name="standard_body_of_province"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="organisations_by_part_of_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.order, self.folded = sort_key(self.name)[:900], fold(self.name)[:400]
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("organisations:organisation_detail", args=[self.pk])


class OrganisationAlias(models.Model):
    """Another way documents of its province write an organisation's name."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases", verbose_name=_("organisation")
    )
    text = models.CharField(_("text"), max_length=200)
    folded = models.CharField(max_length=250, editable=False, default="")

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "text"], name="alias_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, **kwargs: object) -> None:
        self.text = nfc(self.text)
        self.folded = fold(self.text)
        super().save(**kwargs)  # type: ignore[arg-type]
