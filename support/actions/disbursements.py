"""Money of a granted support, paid and paid back. Sums are in đồng, whole numbers only."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.formatting import money
from journal.actions import note_down
from support.actions.holding import held, permit
from support.actions.support_news import tell_enterprise
from support.models import Direction, Disbursement, Support
from support.queries.supports import CAN_BE_PAID, Account, account_of


@transaction.atomic
def pay(
    support: Support, *, amount: int, paid_on: dt.date, document: str, note: str = "", by: User
) -> Disbursement:
    """Note a payment. The support is locked, so that two payments never pass together what each alone may reach.

    Raises RuleBroken: no contract yet or closed, before the contract, the document entered before, and (code
    ``too_much``) where all payments would pass the amount granted or the level's rate of the contract's value.
    """
    row = held(support)
    permit(by, "support.handle_support", row)
    if row.state not in CAN_BE_PAID:
        raise RuleBroken(
            _("Money is paid between the contract and the end; this support is “%(state)s”.")
            % {"state": row.get_state_display()},
            code="moved_on",
        )
    if row.contract_on is not None and paid_on < row.contract_on:
        raise RuleBroken({"paid_on": _("This is before the contract.")})
    account = account_of(row)
    if amount > account.left:
        raise RuleBroken({"amount": too_much(account)}, code="too_much")
    return _enter(row, Direction.PAID, amount=amount, paid_on=paid_on, document=document, note=note, by=by)


@transaction.atomic
def recover(
    support: Support, *, amount: int, paid_on: dt.date, document: str, note: str = "", by: User
) -> Disbursement:
    """Note that the enterprise paid money back; never more than it received."""
    row = held(support)
    permit(by, "support.handle_support", row)
    account = account_of(row)
    if amount > account.kept:
        raise RuleBroken(
            {
                "amount": _("The enterprise has %(kept)s of this support; more cannot come back.")
                % {"kept": money(account.kept)}
            },
            code="too_much",
        )
    return _enter(
        row, Direction.RECOVERED, amount=amount, paid_on=paid_on, document=document, note=note, by=by
    )


def too_much(account: Account) -> str:
    """Why a payment is refused, with the sums."""
    return _("At most %(most)s may be paid (%(why)s); %(paid)s were paid already, so %(left)s are left.") % {
        "most": money(account.most),
        "why": account.why_most,
        "paid": money(account.paid),
        "left": money(account.left),
    }


def _enter(
    row: Support,
    direction: Direction,
    *,
    amount: int,
    paid_on: dt.date,
    document: str,
    note: str,
    by: User,
) -> Disbursement:
    if row.disbursements.filter(direction=direction, document=document).exists():
        raise RuleBroken(
            {"document": _("This document is entered already; the page of the support shows it.")},
            code="twice",
        )
    made = row.disbursements.create(
        direction=direction, amount=amount, paid_on=paid_on, document=document, note=note, entered_by=by
    )
    paid = direction == Direction.PAID
    note_down(
        row,
        "pay" if paid else "recover",
        by=by,
        note=note,
        amount=amount,
        document=document,
        paid_on=paid_on,
    )
    paid_words = gettext_lazy("Your support was paid: %(amount)s")
    tell_enterprise(
        row,
        f"{direction}-{made.pk}",
        paid_words if paid else gettext_lazy("Your repayment was noted: %(amount)s"),
        gettext_lazy("Document %(document)s."),
        amount=money(amount),
        document=document,
    )
    return made
