"""The contract of a granted support: signed, its data put right, the work begun."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from support.actions.holding import held, permit, stands_in
from support.actions.support_news import tell_enterprise
from support.models import Support
from support.queries.supports import account_of
from support.states import SupportState


@dataclass(frozen=True)
class Contract:
    """What a contract says; ``value`` in đồng."""

    number: str
    on: dt.date
    value: int
    parties: str
    ends_on: dt.date | None

    def check(self, support: Support, today: dt.date) -> None:
        """Refuse days that cannot be."""
        if self.on > today:
            raise RuleBroken({"on": _("The contract cannot be signed on a day to come.")})
        if self.on < support.granted_on:
            raise RuleBroken({"on": _("The contract cannot be older than the grant.")})
        if self.ends_on is not None and self.ends_on < self.on:
            raise RuleBroken({"ends_on": _("The contract cannot end before it begins.")})

    @property
    def facts(self) -> dict[str, Any]:
        """As the columns of a support."""
        return {f"contract_{name}": value for name, value in asdict(self).items()}


@transaction.atomic
def sign_contract(support: Support, contract: Contract, *, by: User, today: dt.date) -> Support:
    """Enter the contract DOST and the enterprise signed. RuleBroken: days that cannot be, moved on, not permitted."""
    contract.check(support, today)
    row = advance(support, "sign_contract", by=by, **contract.facts)
    tell_enterprise(
        row,
        "contract",
        gettext_lazy("The contract of your support was entered"),
        gettext_lazy("Number %(number)s. Check its data on the page of the support."),
        number=contract.number,
    )
    return row


@transaction.atomic
def amend_contract(support: Support, contract: Contract, *, reason: str, by: User, today: dt.date) -> Support:
    """Put the contract's data right, e.g. after an annex to it. What was paid already must stay within what it allows."""
    row = held(support)
    permit(by, "support.handle_support", row)
    stands_in(row, SupportState.CONTRACTED, SupportState.IMPLEMENTING)
    contract.check(row, today)
    was = {name: getattr(row, name) for name in contract.facts}
    changed = {name: value for name, value in contract.facts.items() if was[name] != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    account = account_of(row)
    if account.paid > account.most:
        raise RuleBroken({"value": _("More has been paid already than this value allows.")})
    row.save(update_fields=list(changed))
    entry = note_down(
        row,
        "amend_contract",
        by=by,
        note=reason,
        was={name: str(was[name]) for name in changed},
        **changed,
    )
    tell_enterprise(row, f"amend-{entry.pk}", gettext_lazy("The contract's data were changed"), reason)
    return row


@transaction.atomic
def begin(support: Support, *, note: str = "", by: User) -> Support:
    """The work begins."""
    row = advance(support, "begin", by=by, note=note)
    tell_enterprise(row, "begin", gettext_lazy("The work of your support has begun"), note)
    return row
