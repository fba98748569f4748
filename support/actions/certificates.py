"""A certificate the supported enterprise got: entered in its register, tied to the outcome it proves."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import fold
from enterprises.models import Certificate
from journal.actions import note_down
from support.actions.holding import held, permit, stands_in
from support.actions.support_news import tell_enterprise
from support.models import Outcome, Support
from support.states import SupportState

FROM_CONTRACT_ON = (
    SupportState.CONTRACTED,
    SupportState.IMPLEMENTING,
    SupportState.ACCEPTED,
    SupportState.CLOSED,
)


@dataclass(frozen=True)
class Issued:
    """What stands on a certificate; blank days are not stated."""

    kind: str
    title: str
    number: str
    body: str
    scope: str
    issued_on: dt.date | None
    expires_on: dt.date | None


@transaction.atomic
def certify(support: Support, issued: Issued, *, outcome: Outcome | None = None, by: User) -> Certificate:
    """Enter the certificate of a support's enterprise, or find the one it entered itself; tie it to ``outcome``.

    One with the same number, kind and standard is the same certificate: what was blank on it is filled in. Raises
    RuleBroken: no contract yet, ends before it begins, the outcome has another certificate, not permitted.
    """
    row = held(support)
    permit(by, "support.handle_support", row)
    stands_in(row, *FROM_CONTRACT_ON)
    if issued.issued_on and issued.expires_on and issued.expires_on < issued.issued_on:
        raise RuleBroken({"expires_on": _("The certificate cannot end before it begins.")})
    certificate = _the_same(row, issued) or Certificate(enterprise=row.enterprise, added_by=by)
    for name, value in asdict(issued).items():
        if value or certificate.pk is None:
            setattr(certificate, name, value)
    certificate.save()
    if outcome is not None:
        _tie(row, outcome, certificate)
    note_down(row, "certify", by=by, note=str(certificate), certificate=certificate, outcome=outcome)
    tell_enterprise(
        row,
        f"certificate-{certificate.pk}",
        gettext_lazy("A certificate was entered with your support"),
        str(certificate),
    )
    return certificate


def _the_same(row: Support, issued: Issued) -> Certificate | None:
    """The certificate the register has already, told by its number; without a number none is the same."""
    if not issued.number:
        return None
    known = row.enterprise.certificates.filter(kind=issued.kind, number__iexact=issued.number)
    return next((each for each in known if fold(each.title) == fold(issued.title)), None)


def _tie(row: Support, outcome: Outcome, certificate: Certificate) -> None:
    kept = row.outcomes.select_for_update().filter(pk=outcome.pk, struck_on__isnull=True).first()
    if kept is None or kept.certificate_id not in (None, certificate.pk):
        raise RuleBroken({"outcome": _("This outcome has a certificate already or was struck.")})
    kept.certificate = certificate
    kept.save(update_fields=["certificate"])
