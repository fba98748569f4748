"""Group phrases of enacted texts: "các Sở, ban, ngành", "UBND các quận, huyện, thị xã"."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models.organisation import Organisation
from organisations.models.validity import Dated, DatedQuerySet


class Resolution(models.TextChoices):
    """How a phrase finds its members in a province on a day."""

    DEPARTMENTS = (
        "departments",
        pgettext_lazy("how a group finds its members", "every department of the province"),
    )
    DISTRICTS = (
        "districts",
        pgettext_lazy("how a group finds its members", "districts until 30/6/2025, then communes"),
    )
    LISTED = "listed", pgettext_lazy("how a group finds its members", "the members listed here")
    NOBODY = "nobody", pgettext_lazy("how a group finds its members", "no reporting member")


class OrganisationGroup(models.Model):
    """A phrase that stands for several organisations, resolved to members on a date (see queries.members)."""

    key = models.CharField(_("key"), max_length=40, unique=True)
    phrase = models.CharField(_("phrase"), max_length=200)
    variants = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("also written")
    )
    resolution = models.CharField(_("members are"), max_length=20, choices=Resolution)
    standard = models.CharField(
        _("standard body"),
        max_length=20,
        blank=True,
        help_text=_("When the phrase means one body of the province."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("group of organisations")
        verbose_name_plural = _("groups of organisations")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.phrase


class GroupMember(Dated):
    """An organisation that a group phrase includes, from a day to a day."""

    group = models.ForeignKey(
        OrganisationGroup, models.PROTECT, related_name="members", verbose_name=_("group")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="groups", verbose_name=_("organisation")
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["group", "organisation"], name="member_once_per_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.organisation}"
