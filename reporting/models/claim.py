"""What DOST decided where several units claim the same enterprise, content and period."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enterprises.models import Enterprise
from reporting.models.period import ReportingPeriod
from reporting.models.record import ClaimRuling, SupportedEnterprise


class DoubleClaimQuerySet(models.QuerySet["DoubleClaim"]):
    """Rulings as people see them."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the period; the units see the ruling on their forms."""
        return self.filter(period__in=ReportingPeriod.objects.visible_to(user))


class DoubleClaim(models.Model):
    """A decided double claim. Undecided ones are not stored: they are found, and count once meanwhile."""

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="double_claims", verbose_name=_("period")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="double_claims", verbose_name=_("enterprise")
    )
    content_folded = models.CharField(max_length=400)
    ruling = models.CharField(_("ruling"), max_length=4, choices=ClaimRuling)
    kept = models.ForeignKey(
        SupportedEnterprise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the claim that counts"),
    )
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )

    objects = DoubleClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("double claim")
        verbose_name_plural = _("double claims")
        ordering = ["period_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "enterprise", "content_folded"], name="double_claim_decided_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="double_claim_decided_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.enterprise}"
