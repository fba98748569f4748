"""The number and day the registry gave the letter of a decision."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.models import Organisation
from papers.codec import from_json, to_json
from papers.files import drop_files
from papers.letter import registered
from programmes.models import LegalDocument
from support.actions.decision_files import request_files
from support.actions.granting import hold
from support.models import Decision


@transaction.atomic
def register_decision(
    *, decision: Decision, number: int, symbol: str, issued_on: dt.date, by: User
) -> Decision:
    """Record number and day; the letter is no draft any more, its files are made again. Again corrects what was recorded.

    Raises RuleBroken: ``undecided``, ``not_permitted``; keyed by field for a day to come or before the decision, and for a
    number (code ``number_taken``) that another paper of this DOST has in that year.
    """
    row = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("application__plan")
        .get(pk=decision.pk)
    )
    if not by.has_perm("support.handle_application", row.application):
        raise RuleBroken(_("Only the DOST of the plan's province does this."), code="not_permitted")
    if row.decided_at is None or row.composed is None:
        raise RuleBroken(_("Nothing is decided yet, so there is no letter to number."), code="undecided")
    if issued_on > timezone.localdate():
        raise RuleBroken({"issued_on": _("The registry cannot have numbered it on a day to come.")})
    if issued_on < timezone.localdate(row.decided_at):
        raise RuleBroken({"issued_on": _("The registry cannot have numbered it before it was decided.")})
    hold([f"register:{row.application.province_id}:{issued_on.year}"])
    _check_free(row, number, symbol, issued_on.year)
    document = registered(from_json(row.composed), number=number, symbol=symbol, on=issued_on)
    before = "" if row.number is None else f"{row.number}, {row.issued_on}"
    row.number, row.issued_on, row.composed = number, issued_on, to_json(document)
    row.save()
    drop_files(row)
    note_down(
        row.application,
        "register_decision",
        by=by,
        before=before,
        number=number,
        symbol=symbol,
        issued_on=issued_on,
    )
    request_files(decision=row, by=by)
    return row


def _check_free(row: Decision, number: int, symbol: str, year: int) -> None:
    """Refuse a number another paper of the same DOST has in the year."""
    province = row.application.province
    twins = Decision.objects.filter(
        number=number, issued_on__year=year, application__province=province
    ).exclude(pk=row.pk)
    twin = next((t for t in twins if t.composed and from_json(t.composed).letterhead.symbol == symbol), None)
    spelt = [f"{number:02d}/{symbol}", f"{number}/{symbol}"]
    issuers = Organisation.objects.filter(province=province, standard="DOST")
    papers = LegalDocument.objects.filter(issuer__in=issuers, issued_year=year, number_and_symbol__in=spelt)
    other = twin.application if twin else papers.first()
    if other is not None:
        no = _("%(number)s of %(year)s is already recorded: %(what)s. Check it with the registry.")
        raise RuleBroken(
            {"number": no % {"number": spelt[0], "year": year, "what": other}}, code="number_taken"
        )
