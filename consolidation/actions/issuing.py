"""The signed report leaves the house: a snapshot is kept that nothing moves any more."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.holding import held, held_period, permit
from consolidation.actions.telling import tell_issued
from consolidation.documents.frozen import hash_of, snapshot_of
from consolidation.models import Dispatch, Report, SignedFile, Way
from consolidation.queries.signed import newest_signed
from consolidation.states import ReportState as State
from journal.actions import advance, note_down
from organisations.models import Organisation
from papers.codec import from_json
from papers.files import has_files
from papers.text import DEMO
from programmes.models import DocumentKind, LegalDocument


@dataclass(frozen=True)
class Sending:
    """To whom a report goes, each recipient as “Nơi nhận” names it, how, and on which day."""

    recipients: tuple[str, ...]
    way: Way
    sent_on: dt.date
    note: str = ""


@transaction.atomic
def issue(report: Report, sending: Sending, *, by: User, on: dt.date) -> Report:
    """Issue a numbered report with its signed file and the list of whom it was sent to.

    Keeps the snapshot with its SHA-256, marks the period as issued on ``on``, registers the paper so that it can be cited,
    lets it take the place of the version before and tells its readers. A second click changes nothing. RuleBroken: no
    signed file that counts, files still being made, days that cannot be, nobody to send to, moved on, not permitted.
    """
    period = held_period(report.period)
    row = held(report)
    permit(by, "consolidation.edit_report", row)
    if row.state == State.ISSUED:
        return row
    if row.state == State.NUMBERED:
        signed = _signed(row)
        _check(row, sending, on)
        dispatches = _sent(row, sending, by)
        row.document = _register(row)
        row.snapshot = snapshot_of(row, signed, dispatches, on=on)
        row.snapshot_sha256 = hash_of(row.snapshot)
        row.save(update_fields=["document", "snapshot", "snapshot_sha256"])
        for before in Report.objects.in_force().filter(period=period):
            advance(before, "supersede", by=by, note=str(row))
    row = advance(row, "issue", by=by, note=sending.note, issued_at=timezone.now(), issued_by=by)
    if period.issued_on is None:
        period.issued_on = on
        period.save(update_fields=["issued_on"])
    tell_issued(row, by=by)
    return row


@transaction.atomic
def send_on(report: Report, sending: Sending, *, by: User, on: dt.date) -> list[Dispatch]:
    """Note down that an issued report went to further recipients; one who is on the list already is not added again."""
    row = held(report)
    permit(by, "consolidation.edit_report", row)
    if not row.is_out:
        raise RuleBroken(_("Only an issued report is sent on."), code="moved_on")
    _check(row, sending, on)
    made = _sent(row, sending, by)
    if made:
        names = "; ".join(each.recipient for each in made)
        note_down(row, "send_on", by=by, note=sending.note, recipients=names, sent_on=sending.sent_on)
    return made


def _signed(row: Report) -> SignedFile:
    signed = newest_signed(row)
    if signed is None:
        raise RuleBroken(_("Upload the signed file first."), code="unsigned")
    if not signed.counts:
        raise RuleBroken(
            _("The signed file differs from what was approved: say why it is right, or upload another."),
            code="differs",
        )
    if not has_files(row):
        raise RuleBroken(
            _("The files with the number are still being made; try again in a minute."), code="files"
        )
    return signed


def _check(row: Report, sending: Sending, on: dt.date) -> None:
    if not sending.recipients:
        raise RuleBroken({"recipients": _("Name at least one recipient.")})
    if sending.sent_on > on:
        raise RuleBroken({"sent_on": _("It cannot have been sent on a day to come.")})
    if row.dated_on is not None and sending.sent_on < row.dated_on:
        raise RuleBroken({"sent_on": _("It cannot have been sent before the day on the paper.")})


def _sent(row: Report, sending: Sending, by: User) -> list[Dispatch]:
    known = set(row.dispatches.values_list("recipient", flat=True))
    names = [name for name in dict.fromkeys(sending.recipients) if name not in known]
    found = Organisation.objects.filter(name__in=names).order_by("-pk")
    bodies = {body.name: body for body in found if body.province_id in {None, row.period.plan.province_id}}
    facts = {"way": sending.way, "sent_on": sending.sent_on, "note": sending.note, "by": by}
    rows = [Dispatch(report=row, recipient=name, organisation=bodies.get(name), **facts) for name in names]
    return Dispatch.objects.bulk_create(rows)


def _register(row: Report) -> LegalDocument:
    """The row that other papers cite it by."""
    document = from_json(row.composed or {})
    head = document.letterhead
    return LegalDocument.objects.create(
        kind=DocumentKind.REPORT,
        number_and_symbol=row.number_and_symbol,
        issued_on=row.dated_on,
        issuer=row.issuer,
        issuer_text=head.issuer,
        abstract=head.title,
        province=row.period.plan.province,
        signer=document.signature.name,
        signing_form=" / ".join(document.signature.forms),
        place=head.place,
        is_demo=document.mark == DEMO,
    )
