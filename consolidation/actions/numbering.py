"""Record the number and day the registry gave an approved report."""

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from common.vietnamese import clean, fold
from consolidation.actions.holding import held, permit
from consolidation.actions.rendering import files_again
from consolidation.models import Report
from consolidation.states import ReportState as State
from journal.actions import advance, note_down
from organisations.models import Organisation
from papers.codec import from_json, to_json
from papers.letter import registered
from programmes.models import LegalDocument
from reporting.queries.obligations import standing_agency

SYMBOL = re.compile(r"[A-ZĐ][A-ZĐ0-9&.]*(-[A-ZĐ0-9&.]+)*")  # “BC-SKHCN”
DASH = re.compile(r"\s*[-‐‑‒–—−]\s*")  # as Word writes it


@transaction.atomic
def give_number(
    report: Report, *, number: int, symbol: str, dated_on: dt.date, by: User, on: dt.date
) -> Report:
    """Record what the registry gave; the paper carries it from now on and its files are made again.

    A second click with the same number changes nothing. RuleBroken, keyed by field: a day before the approval or to come,
    a symbol that is none, a number the issuer has given another paper of that year; moved on; not permitted.
    """
    row = held(report)
    permit(by, "consolidation.edit_report", row)
    symbol = read_symbol(symbol)
    if row.state == State.NUMBERED and (row.number, row.symbol, row.dated_on) == (number, symbol, dated_on):
        return row
    if row.state == State.APPROVED:
        _put_on(row, number, symbol, dated_on, on=on)
    row = advance(row, "give_number", by=by, numbered_at=timezone.now(), numbered_by=by, **_given(row))
    files_again(row, by=by)
    return row


@transaction.atomic
def correct_number(
    report: Report, *, number: int, symbol: str, dated_on: dt.date, reason: str, by: User, on: dt.date
) -> Report:
    """Put right what was recorded, before the report is issued. A signed file uploaded before counts no more.

    RuleBroken as above.
    """
    row = held(report)
    permit(by, "consolidation.edit_report", row)
    if row.state != State.NUMBERED:
        raise RuleBroken(
            _("Only the number of a report that waits to be issued can be put right."), code="moved_on"
        )
    before = row.number_and_symbol, row.dated_on
    symbol = read_symbol(symbol)
    if (row.number, row.symbol, row.dated_on) == (number, symbol, dated_on):
        return row
    _put_on(row, number, symbol, dated_on, on=on)
    row.numbered_at, row.numbered_by = timezone.now(), by
    row.save(update_fields=["numbered_at", "numbered_by", "number", "dated_on"])
    note_down(row, "correct_number", by=by, note=reason, was=f"{before[0]}, {before[1]}", **_given(row))
    files_again(row, by=by)
    return row


def read_symbol(symbol: str) -> str:
    """A symbol as the registry writes it, in capitals; RuleBroken where it is none."""
    found = DASH.sub("-", clean(symbol).strip().strip("/").strip().upper())
    if not SYMBOL.fullmatch(found):
        raise RuleBroken(
            {"symbol": _("This is not a symbol. It looks like BC-SKHCN: what stands after the stroke.")},
            code="symbol",
        )
    return found


def _put_on(row: Report, number: int, symbol: str, dated_on: dt.date, *, on: dt.date) -> None:
    """Write number and day on the frozen paper, after everything that speaks against them."""
    _check_day(row, dated_on, on)
    issuer = standing_agency(row.period.plan, dated_on)
    if issuer is None:
        raise RuleBroken(
            {"dated_on": _("No Department of Science and Technology answers for this plan on that day.")},
            code="no_issuer",
        )
    Organisation.objects.select_for_update(no_key=True).get(pk=issuer.pk)  # its papers wait for each other
    _check_free(row, issuer, number, symbol, dated_on.year)
    document = registered(from_json(row.composed or {}), number=number, symbol=symbol, on=dated_on)
    row.composed = to_json(document)
    row.issuer, row.number, row.symbol, row.dated_on = issuer, number, symbol, dated_on
    row.save(update_fields=["composed", "issuer", "symbol"])


def _given(row: Report) -> dict[str, Any]:
    return {"number": row.number, "symbol": row.symbol, "dated_on": row.dated_on}


def _check_day(row: Report, dated_on: dt.date, on: dt.date) -> None:
    if dated_on > on:
        raise RuleBroken({"dated_on": _("The registry cannot have numbered it on a day to come.")})
    approved = timezone.localdate(row.approved_at) if row.approved_at else on
    if dated_on < approved:
        no = _("The leader approved it on %(day)s; the registry numbers a report after that.")
        raise RuleBroken({"dated_on": no % {"day": vn_date(approved)}})


def _check_free(row: Report, issuer: Organisation, number: int, symbol: str, year: int) -> None:
    """RuleBroken where the issuer has given the number with the symbol to another paper of the year (NĐ 30/2020, Phụ lục I)."""
    spelt, wanted = f"{number:02d}/{symbol}", _bare(symbol)
    reports = Report.objects.filter(issuer=issuer, number=number, dated_on__year=year).exclude(pk=row.pk)
    same = (r for r in reports.select_related("period__plan__document") if _bare(r.symbol) == wanted)
    taken = next(same, None)
    papers = LegalDocument.objects.filter(issuer=issuer, issued_year=year)
    written = papers.filter(number_and_symbol__regex=rf"^\s*0*{number}\s*/")
    other = next((p for p in written if _bare(p.number_and_symbol.partition("/")[2]) == wanted), None)
    what = str(taken) if taken else f"{other}: {other.abstract}" if other else ""
    if what:
        no = _("%(number)s of %(year)s is already recorded: %(what)s. Check it with the registry.")
        raise RuleBroken({"number": no % {"number": spelt, "year": year, "what": what}}, code="number_taken")


def _bare(symbol: str) -> str:
    """A symbol by its letters and digits: “BC-SKHCN”, “bc – SKH&CN” and “BC-SKHCN.” are one."""
    return "".join(sign for sign in fold(symbol) if sign.isalnum())
