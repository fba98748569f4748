"""Legal documents: decisions, plans, letters."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.vietnamese import fold, nfc
from organisations.models import Organisation, Province


class DocumentKind(models.TextChoices):
    """Kinds of document, in the order in which the yearly report lists them."""

    LAW = "law", pgettext_lazy("kind of document", "Law")
    DECREE = "decree", pgettext_lazy("kind of document", "Decree")
    DIRECTIVE = "directive", pgettext_lazy("kind of document", "Directive")
    RESOLUTION = "resolution", pgettext_lazy("kind of document", "Resolution")
    DECISION = "decision", pgettext_lazy("kind of document", "Decision")
    PLAN = "plan", pgettext_lazy("kind of document", "Plan")
    CIRCULAR = "circular", pgettext_lazy("kind of document", "Circular")
    NOTICE = "notice", pgettext_lazy("kind of document", "Notice")
    SUBMISSION_PAPER = "submission_paper", pgettext_lazy("kind of document", "Submission paper")
    REPORT = "report", pgettext_lazy("kind of document", "Report")
    LETTER = "letter", pgettext_lazy("kind of document", "Official letter")


# As Vietnamese documents write it, whatever the language of the screen.
KIND_IN_DOCUMENTS = {
    DocumentKind.LAW: "Luật",
    DocumentKind.DECREE: "Nghị định",
    DocumentKind.DIRECTIVE: "Chỉ thị",
    DocumentKind.RESOLUTION: "Nghị quyết",
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.PLAN: "Kế hoạch",
    DocumentKind.CIRCULAR: "Thông tư",
    DocumentKind.NOTICE: "Thông báo",
    DocumentKind.SUBMISSION_PAPER: "Tờ trình",
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.LETTER: "Công văn",
}


class LegalDocument(models.Model):
    """A document as it was issued. What the paper lacks (number, day) stays empty; nothing is made up.

    ``number_and_symbol`` is verbatim, e.g. "149/KH-UBND"; a document without a number has only "/KH-UBND".
    """

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    number_and_symbol = models.CharField(_("number and symbol"), max_length=60, blank=True)
    number_raw = models.CharField(_("as printed"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField(_("year of issue"), null=True, blank=True)
    issued_month = models.PositiveSmallIntegerField(_("month of issue"), null=True, blank=True)
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("issuer"),
    )
    issuer_text = models.CharField(_("issuer as written"), max_length=200, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("province")
    )
    signer = models.CharField(_("signed by"), max_length=120, blank=True)
    signing_form = models.CharField(_("signing form"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Made for trying the portal; not a real document.")
    )
    folded = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-issued_year", "-issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(issued_year__isnull=False),
                name="dated_document_has_its_year",
            ),
            models.CheckConstraint(
                condition=Q(issued_month__isnull=True) | Q(issued_month__range=(1, 12)),
                name="document_month_is_a_month",
            ),
        ]
        indexes = [GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="documents_by_part_of_text")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number_and_symbol}".strip()

    def save(self, **kwargs: object) -> None:
        self.abstract, self.number_and_symbol = nfc(self.abstract), nfc(self.number_and_symbol)
        if self.issued_on is not None:
            self.issued_year, self.issued_month = self.issued_on.year, self.issued_on.month
        self.folded = fold(f"{self.number_and_symbol} {self.abstract} {self.issuer_text}")
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def designation(self) -> str:
        """Number and symbol as a screen names the document; one issued without a number says so."""
        if self.number_and_symbol.startswith("/"):
            return gettext("unnumbered %(symbol)s") % {"symbol": self.number_and_symbol}
        return self.number_and_symbol

    @property
    def kind_in_documents(self) -> str:
        """The kind as a Vietnamese document writes it, e.g. "Quyết định"."""
        return KIND_IN_DOCUMENTS[DocumentKind(self.kind)]
