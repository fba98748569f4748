"""Files that prove a figure."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.figure import Figure
from reporting.models.line import SubmissionLine
from reporting.models.record import Activity


def evidence_path(evidence: "EvidenceFile", filename: str) -> str:
    """Where the file lies in the private store."""
    return f"evidence/{evidence.line.submission_id}/{filename}"


class EvidenceFile(models.Model):
    """A file a unit adds to a line, to one figure of it, or to an activity. ``size`` in bytes."""

    line = models.ForeignKey(
        SubmissionLine, models.CASCADE, related_name="evidence_files", verbose_name=_("line")
    )
    figure = models.ForeignKey(
        Figure, models.CASCADE, null=True, blank=True, related_name="evidence_files", verbose_name=_("figure")
    )
    activity = models.ForeignKey(
        Activity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence_files",
        verbose_name=_("activity"),
    )
    file = models.FileField(_("file"), upload_to=evidence_path, max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["line_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "sha256"], name="evidence_once_per_line"),
        ]

    def __str__(self) -> str:
        return self.name
