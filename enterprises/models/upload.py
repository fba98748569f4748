"""A workbook DOST sent up to enter or correct many enterprises at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from organisations.models import Province


def upload_path(upload: "RegisterUpload", filename: str) -> str:
    """Where the original lies in the private store, kept as it came."""
    return f"enterprises/{upload.province_id}/{filename}"


class RegisterUpload(models.Model):
    """The original file, what a dry run found in it, and what came of it.

    ``told`` holds the counts of rows that are new, changed, known already or wrong, and the first of the problems (row,
    column, what stands there, why it cannot stay, level); null until the dry run has ended. ``written`` the counts of
    what was entered and changed; null until it was.
    """

    province = models.ForeignKey(
        Province, models.PROTECT, related_name="register_uploads", verbose_name=_("province")
    )
    file = models.FileField(_("workbook"), upload_to=upload_path, max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    told = models.JSONField(_("dry run"), null=True, blank=True)
    written = models.JSONField(_("what was written"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("sent up at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent up by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("workbook of enterprises")
        verbose_name_plural = _("workbooks of enterprises")
        ordering = ["-pk"]
        constraints = [together("confirmed_at", "confirmed_by", name="register_upload_confirmed_by_somebody")]

    def __str__(self) -> str:
        return self.name
