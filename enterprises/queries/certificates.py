"""When certificates end, and who is to be reminded of it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from enterprises.models import Certificate, ExpiryReminder

KEY = "certificate_ends"  # the kind of the notices, and the first word of their keys
LATE = 30  # days after an expiry for which a reminder that was missed is still made up for
SOON = 90  # days before it in which the page says "soon" where no reminder is set


class Expiry(NamedTuple):
    """How a certificate stands: ``chip`` is a key of the status component; ``days`` until it ends (negative: ago)."""

    chip: str
    days: int | None


@dataclass(frozen=True)
class Due:
    """A certificate near its end, and the nearest reminder it has reached."""

    certificate: Certificate
    days_before: int

    @property
    def key(self) -> str:
        """Says it once per person: a certificate whose end was moved is told about anew."""
        return f"{KEY}:{self.certificate.pk}:{self.certificate.expires_on}:{self.days_before}"


def expiry_of(certificate: Certificate, on: dt.date) -> Expiry:
    """How a certificate stands on ``on``: without an end, valid, ending soon, ended."""
    if certificate.expires_on is None:
        return Expiry("", None)
    days = (certificate.expires_on - on).days
    return Expiry("overdue" if days < 0 else "due_soon" if days <= SOON else "accepted", days)


def expiries_due(on: dt.date) -> list[Due]:
    """Certificates that a reminder speaks of on ``on``: the nearest of the days set, and no farther ones.

    One that ended already is told about for LATE days where nobody was told before (the portal stood still), never
    one that ended long ago. Two queries.
    """
    rungs = sorted(
        ExpiryReminder.objects.filter(is_active=True).values_list("days_before", flat=True)
    )  # the nearest first
    if not rungs:
        return []
    until, since = on + dt.timedelta(days=rungs[-1]), on - dt.timedelta(days=LATE)
    near = Certificate.objects.filter(expires_on__range=(since, until))
    found = []
    for certificate in near.select_related("enterprise__province").order_by("expires_on", "pk"):
        left = (certificate.expires_on - on).days  # type: ignore[operator] # in the range above
        found.append(Due(certificate, next(rung for rung in rungs if left <= rung)))
    return found
