"""Remind an enterprise's people and DOST of certificates that end."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.templatetags.formats import vn_date
from enterprises.queries.certificates import KEY, Due, expiries_due
from enterprises.queries.people import people_of_enterprises
from organisations.queries import dost_people_of
from outbox.actions import notify, withdraw
from outbox.documents import LANGUAGE
from outbox.queries import told, untold_keys


def remind_of_expiries(on: dt.date) -> int:
    """Tell both sides of each certificate that has reached a reminder; returns how many notices are new.

    Bears being called twice, late, and by two at once: a person is told once per certificate, end and reminder, and
    only the nearest reminder speaks. What has not left and no longer holds (the certificate was renewed or taken away,
    a nearer reminder was reached) is withdrawn.
    """
    dues = expiries_due(on)
    keys = {due.key for due in dues}
    with transaction.atomic(), translation.override(LANGUAGE):
        if gone := untold_keys([f"{KEY}:"]) - keys:
            withdraw(keys=gone)
        known = told(keys)
        theirs = people_of_enterprises({due.certificate.enterprise_id for due in dues})
        staff = (
            dost_people_of({due.certificate.enterprise.province_id for due in dues}, on=on) if dues else {}
        )
        new = 0
        for due in dues:
            enterprise = due.certificate.enterprise
            new += _tell(due, [*theirs[enterprise.pk], *staff[enterprise.province_id]], known, on)
        return new


def _tell(due: Due, people: list[User], known: set[tuple[int, str]], on: dt.date) -> int:
    if all((user.pk, due.key) in known for user in people):
        return 0
    certificate = due.certificate
    facts = {
        "certificate": certificate,
        "enterprise": certificate.enterprise,
        "day": vn_date(certificate.expires_on),
    }
    has_ended = certificate.expires_on is not None and certificate.expires_on < on
    title = (
        _("%(enterprise)s: the certificate %(certificate)s expired on %(day)s")
        if has_ended
        else _("%(enterprise)s: the certificate %(certificate)s expires on %(day)s")
    )
    return notify(
        people,
        kind=KEY,
        key=due.key,
        title=title % facts,
        body=_(
            "If it was renewed, enter the new day on the enterprise's page; then no further reminder comes."
        ),
        url=f"{certificate.enterprise.get_absolute_url()}#certificates",
        about=str(certificate.enterprise),
        province=certificate.enterprise.province,
    )
