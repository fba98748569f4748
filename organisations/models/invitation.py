"""An invitation to act for an organisation: a link by mail, valid for some days, used once."""

import datetime as dt
import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.constraints import together
from common.traces import who
from organisations.models.membership import Role
from organisations.models.organisation import Organisation

DAYS = 7  # a link is valid for


class InvitationMail(models.TextChoices):
    """Where its mail stands; moved by machines. ``SENDING`` that never ended is for a person to judge."""

    QUEUED = "queued", pgettext_lazy("mail of an invitation", "mail waiting")
    SENDING = "sending", pgettext_lazy("mail of an invitation", "mail being sent")
    SENT = "sent", pgettext_lazy("mail of an invitation", "mail sent")
    FAILED = "failed", pgettext_lazy("mail of an invitation", "mail not delivered")


def new_nonce() -> str:
    """What makes earlier links of the same invitation worthless."""
    return secrets.token_urlsafe(12)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open_ones(self) -> Self:
        """Neither accepted nor withdrawn; their time may be over."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """Somebody is to act for an organisation in a role. There is no account and no membership until they accept."""

    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("full name"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    invited_by = who(_("invited by"), optional=False)
    invited_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("link valid until"))
    nonce = models.CharField(max_length=24, default=new_nonce, editable=False)
    mail = models.CharField(_("mail"), max_length=10, choices=InvitationMail, default=InvitationMail.QUEUED)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    try_at = models.DateTimeField(_("next try at"))
    problem = models.TextField(_("what went wrong"), blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = who(_("accepted by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invited_once_at_a_time",
            ),
            together("accepted_at", "accepted_by", name="accepted_by_somebody"),
        ]
        indexes = [models.Index(fields=["try_at"], name="invitations_to_send", condition=Q(mail="queued"))]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}, {self.organisation}"

    def is_over(self, now: dt.datetime) -> bool:
        """Whether its link opens nothing any more."""
        return bool(self.accepted_at or self.withdrawn_at) or now >= self.expires_at
