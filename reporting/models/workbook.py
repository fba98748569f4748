"""A workbook a unit sent up to fill its form."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from reporting.models.submission import Submission


def workbook_path(upload: "WorkbookUpload", filename: str) -> str:
    """Where the original lies in the private store, kept as it came."""
    return f"workbooks/{upload.submission_id}/{filename}"


class WorkbookUpload(models.Model):
    """The original file, what was found wrong with it, and whether it was taken over.

    ``problems`` are dicts of sheet, cell, level ("error" or "warning"), what, why and how; ``changes`` what taking
    it over would change. ``base_version`` is the version of the form it was checked against.
    """

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="workbooks", verbose_name=_("submission")
    )
    file = models.FileField(_("workbook"), upload_to=workbook_path, max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    base_version = models.PositiveIntegerField(_("checked against version"))
    problems = models.JSONField(_("problems"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    uploaded_at = models.DateTimeField(_("sent up at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent up by")
    )
    confirmed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )

    class Meta:
        verbose_name = _("workbook sent up")
        verbose_name_plural = _("workbooks sent up")
        ordering = ["-pk"]
        constraints = [
            together("confirmed_at", "confirmed_by", name="workbook_confirmed_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.name
