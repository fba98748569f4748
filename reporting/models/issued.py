"""Documents a unit issued or had issued in the year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import LegalDocument
from reporting.models.submission import Submission


class DocumentSection(models.TextChoices):
    """Where the yearly report lists the document."""

    PLANS = "plans", pgettext_lazy("section of documents", "Plans and decisions (I.1.a)")
    MANAGEMENT = (
        "management",
        pgettext_lazy("section of documents", "Letters of direction and management (I.1.b)"),
    )


class IssuedDocument(models.Model):
    """A unit reports a document of the year."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="issued_documents", verbose_name=_("submission")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="reported_in", verbose_name=_("document")
    )
    section = models.CharField(_("section"), max_length=12, choices=DocumentSection)
    is_distinct = models.BooleanField(
        _("not the similar one"),
        default=False,
        help_text=_("The unit looked at a similar document of the register and says that this is another."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["submission_id", "section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "document"], name="document_once_per_submission")
        ]

    def __str__(self) -> str:
        return str(self.document)
