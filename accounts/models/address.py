"""A person wants another e-mail address: the old one agrees, the new one proves that it is theirs."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.user import User

LASTS = dt.timedelta(days=3)  # as long as every other link of a mail about an account


class AddressOutcome(models.TextChoices):
    """How it ended."""

    CHANGED = "changed", pgettext_lazy("change of address", "changed")
    REFUSED = "refused", pgettext_lazy("change of address", "refused by the old address")
    REPLACED = "replaced", pgettext_lazy("change of address", "another change was asked for")


class AddressChange(models.Model):
    """One asking for another address. It counts when both ends have said yes; until then the old one stays."""

    user = models.ForeignKey(User, models.PROTECT, related_name="address_changes", verbose_name=_("person"))
    old = models.EmailField(_("old address"))
    new = models.EmailField(_("new address"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    agreed_at = models.DateTimeField(_("old address agreed at"), null=True, blank=True)
    proved_at = models.DateTimeField(_("new address proved at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=AddressOutcome, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_change_of_address"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=AddressOutcome.CHANGED)
                | Q(agreed_at__isnull=False, proved_at__isnull=False),
                name="both_ends_said_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
