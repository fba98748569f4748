"""What a report must treat, in which order and words: versioned, because a letter of the ministry may change it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.constraints import together
from common.traces import who
from organisations.models import Province
from organisations.queries import dost_province_ids, province_ids_of
from programmes.models import LegalDocument, Programme
from reporting.models.period import PeriodKind

PROPOSAL = "proposal"  # the evidence of words nobody prescribed
DRAFT = pgettext_lazy("state of an outline", "Draft")
PUBLISHED = pgettext_lazy("state of an outline", "Published")
WITHDRAWN = pgettext_lazy("state of an outline", "Withdrawn")


class OutlineQuerySet(models.QuerySet["Outline"]):
    """Outlines as people see them."""

    def visible_to(self, user: User) -> Self:
        """The published national ones are everybody's; those of a province are read there, its drafts only at DOST."""
        if user.is_superuser:
            return self
        out = Q(published_at__isnull=False)
        own = Q(province_id__in=dost_province_ids(user))
        return self.filter(
            (out & Q(province__isnull=True)) | (out & Q(province_id__in=province_ids_of(user))) | own
        )

    def published(self) -> Self:
        """Those that reports may follow."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def with_place(self) -> Self:
        """With what their pages name."""
        return self.select_related("programme", "province", "basis__issuer", "based_on")


class Outline(models.Model):
    """One version of the outline of a programme's reports of one kind; what was published never changes.

    ``province`` is None for the national one. ``sections`` are rows with code, number, level, heading, feed, lead,
    nil_sentence and national_group (see ``reporting.documents.outline``); ``intro`` are the opening paragraphs.
    ``basis`` is the letter that prescribes it, where the register has it; ``evidence`` says where its words come from.
    One key is the family of a programme, kind and owner; ``edition`` grows with every change of a draft. A withdrawn one
    is followed by no new report; those that follow it already go on.
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
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("copied from")
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    changed_by = who(_("changed by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = who(_("withdrawn by"))

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["programme_id", "kind", "valid_from_year", "version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="outline_version_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(published_at__isnull=True), name="one_draft_of_an_outline"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="only_published_outline_is_withdrawn",
            ),
            together("withdrawn_at", "withdrawn_by", name="outline_withdrawn_by_somebody"),
        ]

    def __str__(self) -> str:
        facts = {"kind": str(self.get_kind_display()).lower(), "owner": self.owner, "number": self.version}
        return gettext("%(kind)s, %(owner)s, version %(number)s") % facts

    def get_absolute_url(self) -> str:
        return reverse("reporting:outline_detail", args=[self.pk])

    @property
    def owner(self) -> str:
        """Whose outline it is: the country's or a province's."""
        return self.province.name if self.province else gettext("the whole country")

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None

    @property
    def is_followed(self) -> bool:
        """Whether new reports may follow it."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def standing(self) -> str:
        """ "Draft", "Published" or "Withdrawn"."""
        if self.withdrawn_at is not None:
            return str(WITHDRAWN)
        return str(DRAFT if self.is_draft else PUBLISHED)

    @property
    def evidence_words(self) -> str:
        """Where its words come from, for people; the portal's own proposals say so."""
        return (
            gettext("Proposed by the portal; no letter prescribes it")
            if self.evidence == PROPOSAL
            else self.evidence
        )
