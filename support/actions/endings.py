"""How a granted support ends: settled, terminated by DOST, or given up by the enterprise."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.formatting import money
from journal.actions import advance
from support.actions.acceptances import strike
from support.actions.holding import held, permit
from support.actions.support_news import tell_dost, tell_enterprise
from support.models import Support
from support.queries.supports import account_of, open_ends


@transaction.atomic
def settle(support: Support, *, note: str = "", by: User, on: dt.date) -> Support:
    """Close the support. Raises RuleBroken with everything that is still open, each as a sentence."""
    row = held(support)
    permit(by, "support.handle_support", row)
    gaps = open_ends(row)
    if gaps:
        raise RuleBroken(" ".join(gaps), code="open")
    row = advance(row, "settle", by=by, note=note, closed_on=on)
    tell_enterprise(row, "settle", gettext_lazy("Your support is settled and closed"), note)
    return row


@transaction.atomic
def terminate(support: Support, *, reason: str, to_recover: int, by: User, on: dt.date) -> Support:
    """DOST's leader ends the support; ``to_recover`` đồng of what the enterprise still has are to come back; its outcomes are
    struck. The record keeps that sum together with what came back before.

    Raises RuleBroken: more is asked back than the enterprise received, moved on, not permitted.
    """
    row = held(support)
    permit(by, "support.end_support", row)
    account = account_of(row)
    if to_recover > account.kept:
        no = _("The enterprise has %(kept)s of this support; more cannot come back.")
        raise RuleBroken({"to_recover": no % {"kept": money(account.kept)}})
    row = advance(
        row,
        "terminate",
        by=by,
        note=reason,
        given_up_on=on,
        given_up_reason=reason,
        to_recover=account.recovered + to_recover,
    )
    _strike_all(row, reason=reason, by=by, on=on)
    tell_enterprise(
        row,
        "terminate",
        gettext_lazy("Your support was terminated"),
        gettext_lazy("%(reason)s To be paid back: %(amount)s."),
        reason=reason,
        amount=money(to_recover),
    )
    return row


@transaction.atomic
def renounce(support: Support, *, reason: str, by: User, on: dt.date) -> Support:
    """The enterprise gives the support up before the acceptance. Whatever was paid has to come back."""
    row = held(support)
    permit(by, "support.renounce_support", row)
    paid = account_of(row).paid  # what came back before counts against it
    row = advance(
        row, "renounce", by=by, note=reason, given_up_on=on, given_up_reason=reason, to_recover=paid
    )
    _strike_all(row, reason=reason, by=by, on=on)
    tell_dost(
        row,
        "renounce",
        gettext_lazy("%(enterprise)s gave up its support"),
        "%(reason)s",
        enterprise=row.enterprise.name,
        reason=reason,
    )
    return row


def _strike_all(row: Support, *, reason: str, by: User, on: dt.date) -> None:
    counting = row.outcomes.select_for_update().filter(struck_on__isnull=True)
    strike(counting, row, reason=reason, by=by, on=on)
