"""Which personal data the portal holds, when their purpose ends, and what stands there once they are erased.

Rows stay: what is counted today is counted tomorrow. How long a kind is kept is not said here but by rules with a legal
basis (``journal.RetentionRule``); without one it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AddressChange, User
from accounts.models.address import LASTS
from common.vietnamese import fold
from enterprises.models import JoinRequest
from organisations.models import Invitation
from outbox.models import Mail, MailStatus, Notice
from reporting.models import CertifiedExpert
from support.models import Application, Need

Put = Callable[[Any], str]


def nothing(_row: Any) -> str:
    """The field is left empty."""
    return ""


@dataclass(frozen=True)
class Holding:
    """Personal data of one kind.

    ``put`` says by column what stands there afterwards; ``ended`` gives the rows whose purpose ended before a day
    and that still hold something. ``below`` are rows that are deleted with it, by their relation.
    """

    key: str
    words: str | Promise
    put: dict[str, Put]
    ended: Callable[[date], "QuerySet[Any]"]
    below: tuple[str, ...] = field(default=())


def _anonymous(row: Model) -> str:
    return f"{ANONYMOUS} {row.pk}"


def _no_address(row: Model) -> str:
    return f"{row.pk}@{NOWHERE}"


# one name for each, so that different people stay different
ANONYMOUS, NOWHERE, NO_MACHINE = "Ẩn danh", "an-danh.invalid", "0.0.0.0"  # noqa: S104 - nothing listens there

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "application_contact",
        _("contact of an application, after it ended"),
        dict.fromkeys(("contact_name", "contact_position", "contact_phone", "contact_email"), nothing),
        lambda day: Application.objects.filter(ended_on__lt=day).exclude(
            contact_name="", contact_position="", contact_phone="", contact_email=""
        ),
    ),
    Holding(
        "need_contact",
        _("whom to call about a need, after it was answered"),
        {"contact": nothing},
        lambda day: Need.objects.filter(answered_at__date__lt=day).exclude(contact=""),
    ),
    Holding(
        "join_request",
        _("words of a request to join an enterprise, after it was answered"),
        {"position": nothing, "message": nothing},
        lambda day: JoinRequest.objects.filter(answered_at__date__lt=day).exclude(position="", message=""),
    ),
    Holding(
        "expert",
        _("name of a certified expert, after the year of the report"),
        {
            "full_name": _anonymous,
            "folded": lambda row: fold(_anonymous(row)),
            "workplace": nothing,
            "certificate": nothing,
        },
        lambda day: CertifiedExpert.objects.filter(line__submission__period__year__lt=day.year).exclude(
            full_name__startswith=ANONYMOUS
        ),
    ),
    Holding(
        "account",
        _("account of a person who may no longer sign in, after the last time they did"),
        {"full_name": _anonymous, "email": _no_address, "password": lambda _row: "!"},
        lambda day: (
            User.objects.filter(is_active=False)
            .filter(Q(last_login__date__lt=day) | Q(last_login=None, date_joined__date__lt=day))
            .exclude(email__endswith=f"@{NOWHERE}")
        ),
        below=(
            "emailaddress_set",
            "authenticator_set",
            "socialaccount_set",
            "address_changes",
            "usersession_set",
        ),
    ),
    Holding(
        "address_change",
        _("the two addresses of a change of address, after it ended"),
        {"old": _no_address, "new": _no_address},
        lambda day: AddressChange.objects.filter(
            Q(ended_at__date__lt=day) | Q(ended_at=None, asked_at__date__lt=day - LASTS)
        ).exclude(old__endswith=f"@{NOWHERE}", new__endswith=f"@{NOWHERE}"),
    ),
    Holding(
        "invitation",
        _("name and address of somebody invited, after they accepted or the link ended"),
        {"email": _no_address, "full_name": nothing, "problem": nothing},
        lambda day: Invitation.objects.filter(
            Q(accepted_at__date__lt=day) | Q(withdrawn_at__date__lt=day) | Q(expires_at__date__lt=day)
        ).exclude(email__endswith=f"@{NOWHERE}", full_name="", problem=""),
    ),
    Holding(
        "session",
        _("network address and browser of a session, after it was last used"),
        {"ip": lambda _row: NO_MACHINE, "user_agent": nothing},
        lambda day: UserSession.objects.filter(last_seen_at__date__lt=day).exclude(
            ip=NO_MACHINE, user_agent=""
        ),
    ),
    Holding(
        "notice",
        _("notice in the portal, after the day it was written"),
        {"title": nothing, "body": nothing},
        lambda day: Notice.objects.filter(created_at__date__lt=day).exclude(title="", body=""),
    ),
    Holding(
        "mail",
        _("mail that left or was given up, after the day it was written for"),
        {"address": _no_address, "subject": nothing, "text": nothing, "html": nothing, "problem": nothing},
        lambda day: Mail.objects.filter(status__in=[MailStatus.SENT, MailStatus.FAILED], day__lt=day).exclude(
            address__endswith=f"@{NOWHERE}"
        ),
    ),
)
