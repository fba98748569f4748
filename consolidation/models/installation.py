"""Other installations of the portal whose reports are believed."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.constraints import together
from common.traces import who


class InstallationQuerySet(models.QuerySet["Installation"]):
    """Installations by whether they are believed."""

    def trusted(self) -> Self:
        """Those whose seal counts today."""
        return self.filter(withdrawn_at__isnull=True)


class Installation(models.Model):
    """An installation and the public key its reports are sealed with (Base64 of 32 bytes, Ed25519).

    Somebody compared the fingerprint with a person over there and says how (``checked``). Trust that is withdrawn, for a
    key was lost or stolen, stays on record; a new key is a new row.
    """

    name = models.CharField(_("name"), max_length=200)
    public_key = models.CharField(_("public key"), max_length=44, unique=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=39)
    checked = models.TextField(_("how the fingerprint was compared"))
    trusted_at = models.DateTimeField(_("trusted since"), auto_now_add=True)
    trusted_by = who(_("trusted by"), optional=False)
    withdrawn_at = models.DateTimeField(_("trust withdrawn at"), null=True, blank=True)
    withdrawn_by = who(_("trust withdrawn by"))
    why_withdrawn = models.TextField(_("why trust was withdrawn"), blank=True)

    objects = InstallationQuerySet.as_manager()

    class Meta:
        verbose_name = _("installation of the portal")
        verbose_name_plural = _("installations of the portal")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(checked=""), name="installation_trusted_for_a_reason"),
            together("withdrawn_at", "withdrawn_by", name="installation_withdrawn_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        """Whether its seal counts today."""
        return self.withdrawn_at is None
