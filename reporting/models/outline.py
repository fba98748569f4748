"""What a report must treat, in which order and words: versioned, because a letter of the ministry may change it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.traces import who
from organisations.models import Province
from organisations.queries import dost_province_ids
from programmes.models import LegalDocument, Programme
from reporting.models.period import PeriodKind


class OutlineQuerySet(models.QuerySet["Outline"]):
    """Outlines as people see them."""

    def visible_to(self, user: User) -> Self:
        """The national ones and those of the provinces whose DOST the person works for."""
        if user.is_superuser:
            return self
        return self.filter(Q(province__isnull=True) | Q(province_id__in=dost_province_ids(user)))

    def published(self) -> Self:
        """Those that reports may follow."""
        return self.filter(published_at__isnull=False)


class Outline(models.Model):
    """One version of the outline of a programme's reports of one kind; what was published never changes.

    ``province`` is None for the national one. ``sections`` are rows with code, number, level, heading, feed, lead,
    nil_sentence and national_group (see ``reporting.documents.outline``); ``intro`` are the opening paragraphs.
    ``basis`` is the letter that prescribes it, where the register has it; ``evidence`` says where its words come from.
    """

    key = models.SlugField(_("key"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="outlines", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind of period"), max_length=10, choices=PeriodKind)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="outlines", verbose_name=_("province")
    )
    valid_from_year = models.PositiveSmallIntegerField(_("for reports from the year"))
    title = models.TextField(_("title of the report"))
    intro = models.JSONField(_("opening paragraphs"), default=list)
    closing = models.TextField(_("closing sentence"))
    sections = models.JSONField(_("sections"), default=list)
    basis = models.ForeignKey(
        LegalDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prescribed by"),
    )
    evidence = models.TextField(_("where its words come from"), blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = who(_("made by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = who(_("published by"))
    edition = models.PositiveIntegerField(_("edition"), default=1)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["programme_id", "kind", "valid_from_year", "version", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="outline_version_once")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:outline_detail", args=[self.pk])
