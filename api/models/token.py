"""A token: what a program shows instead of a person's password."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.constraints import together
from organisations.models import Membership, Organisation, Role
from organisations.queries import DOST_ROLES, dost_province_ids, memberships_of

HANDING_OUT = DOST_ROLES | {Role.UNIT_LEADER, Role.READER}  # who answers for what a program of the house does


class Scope(models.TextChoices):
    """What a token opens. It never opens more than the person who answers for it may do for the organisation."""

    PLANS = "plans:read", pgettext_lazy("scope of a token", "Read plans, tasks and targets")
    RESULTS = "results:read", pgettext_lazy("scope of a token", "Read reporting periods and results")
    REPORTS = "reports:read", pgettext_lazy("scope of a token", "Read issued reports")
    ENTERPRISES = "enterprises:read", pgettext_lazy("scope of a token", "Read the register of enterprises")
    SUBMISSIONS = "submissions:read", pgettext_lazy("scope of a token", "Read submissions of units")
    WRITING = "submissions:write", pgettext_lazy("scope of a token", "Write drafts of our submissions")


def organisations_answered_for(user: User) -> list[Organisation]:
    """The organisations for whose programs the person may hand out tokens today, each once; no query beyond the reach.

    One that has ended has no programs any more, whoever is still noted down as acting for it.
    """
    held, today = [m for m in memberships_of(user) if m.role in HANDING_OUT], timezone.localdate()
    return list({m.organisation_id: m.organisation for m in held if m.organisation.holds_on(today)}.values())


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens as people see them."""

    def visible_to(self, user: User) -> Self:
        """Those of the organisations one answers for; DOST also those of the units of its province."""
        if user.is_superuser:
            return self
        own = [organisation.pk for organisation in organisations_answered_for(user)]
        return self.filter(
            Q(organisation_id__in=own) | Q(organisation__province_id__in=dost_province_ids(user))
        )

    def in_force(self, on: dt.date) -> Self:
        """Those that open the door on ``on``."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=on)


class Token(models.Model):
    """A program of ``organisation`` acts with it for ``holder``, who answers for what it does.

    Only the SHA-256 of the secret is kept: it has 256 random bits, so nobody finds it from its digest. ``prefix`` is its
    public half. The token ends on ``expires_on`` (included), when it is revoked, and with the holder's membership.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tokens", verbose_name=_("organisation")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens", verbose_name=_("answered for by")
    )
    name = models.CharField(_("name of the program"), max_length=120)
    prefix = models.CharField(_("public half"), max_length=12, unique=True)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("what it opens"))
    made_at = models.DateTimeField(_("handed out at"), auto_now_add=True)
    expires_on = models.DateField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    why_revoked = models.TextField(_("why it was revoked"), blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token of a program")
        verbose_name_plural = _("tokens of programs")
        ordering = ["-pk"]
        constraints = [
            together("revoked_at", "revoked_by", name="token_revoked_by_somebody"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_opens_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_in_force(self, on: dt.date) -> bool:
        """Whether it opens the door on ``on``, as far as the token itself goes."""
        return self.revoked_at is None and on <= self.expires_on

    @property
    def scope_words(self) -> list[str]:
        """What it opens, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]

    @property
    def held(self) -> list[Membership]:
        """The holder's memberships of today in the organisation: what the token can do at most."""
        return [m for m in memberships_of(self.holder) if m.organisation_id == self.organisation_id]
