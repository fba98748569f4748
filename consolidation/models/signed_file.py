"""The signed paper as it came back from the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.traces import who
from consolidation.models.report import Report

SIGNATURE = "signature"  # the kind of difference that is none


def signed_path(signed: "SignedFile", filename: str) -> str:
    """Where the signed file lies in the private store."""
    period = signed.report.period
    return f"reports/{period.year}/{period.pk}/{signed.report.version}/signed/{filename}"  # apart from what is rendered


class SignedFile(models.Model):
    """A signed PDF with its SHA-256 and how it differs from what was approved (``differences``: words, see signing).

    A file that differs counts only with a reason why it is right all the same. The newest one counts.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="signed_files", verbose_name=_("report"))
    file = models.FileField(_("file"), upload_to=signed_path, max_length=300)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    pages = models.PositiveIntegerField(_("pages"))
    differences = models.JSONField(_("differences from the approved paper"), default=list, blank=True)
    reason = models.TextField(_("why it is right all the same"), blank=True)
    at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    by = who(_("uploaded by"), optional=False)

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["report_id", "-pk"]
        indexes = [models.Index(fields=["sha256"], name="signed_file_by_hash")]

    def __str__(self) -> str:
        return self.name

    @property
    def differs(self) -> bool:
        """Whether it says anything else than the approved paper; what a signature adds is no difference."""
        return any(each["kind"] != SIGNATURE for each in self.differences)

    @property
    def counts(self) -> bool:
        """Whether the report may be issued with it."""
        return not self.differs or bool(self.reason)
