"""Granted supports: the page's record in full, its money, what is late, what is still open."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.formatting import money
from journal.models import Entry
from support.models import (
    Attachment,
    Direction,
    Disbursement,
    EffectReport,
    Milestone,
    Outcome,
    OutcomeKind,
    Support,
    SupportContent,
)
from support.states import SupportState

HUNDRED = Decimal(100)
CAN_BE_PAID = frozenset({SupportState.CONTRACTED, SupportState.IMPLEMENTING, SupportState.ACCEPTED})


@dataclass(frozen=True)
class Account:
    """The money of a support in đồng. ``most``: what may be paid in all; ``why_most`` says which rule sets it."""

    granted: int
    most: int
    why_most: str
    paid: int
    recovered: int
    to_recover: int

    @property
    def left(self) -> int:
        """What may still be paid."""
        return max(self.most - self.paid, 0)

    @property
    def owed(self) -> int:
        """What the enterprise still has to pay back."""
        return max(self.to_recover - self.recovered, 0)

    @property
    def kept(self) -> int:
        """What the enterprise has received and not paid back."""
        return self.paid - self.recovered


def supports_in_full() -> QuerySet[Support]:
    """Supports with everything their page shows, in a fixed number of queries."""
    return Support.objects.select_related(
        "enterprise__province",
        "content__plan__province",
        "content__plan__document",
        "content__task",
        "item__application__plan",
        "item__application__assignee",
        "level",
        "granted_by",
    ).prefetch_related(
        Prefetch("milestones", Milestone.objects.order_by("due_on", "pk")),
        Prefetch("disbursements", Disbursement.objects.select_related("entered_by")),
        Prefetch("effects", EffectReport.objects.select_related("declared_by")),
        Prefetch(
            "outcomes", Outcome.objects.select_related("certificate", "struck_by").order_by("kind", "pk")
        ),
        Prefetch("attachments", Attachment.objects.select_related("added_by").order_by("pk")),
        "content__counted_for__target",
    )


def account_of(support: Support) -> Account:
    """The money of ``support`` as its payments stand."""
    sums = dict(
        support.disbursements.order_by()
        .values_list("direction")
        .annotate(total=Sum("amount"))
        .values_list("direction", "total")
    )
    most, why = most_to_pay(support)
    return Account(
        granted=support.amount,
        most=most,
        why_most=why,
        paid=int(sums.get(Direction.PAID) or 0),
        recovered=int(sums.get(Direction.RECOVERED) or 0),
        to_recover=support.to_recover,
    )


def most_to_pay(support: Support) -> tuple[int, str]:
    """What may be paid for the support in all, and why: the amount granted, or the level's rate of the contract's value.

    The lower of the two; the cap of the level is in the amount granted already.
    """
    rate = support.level.rate if support.level is not None else None
    if rate is not None and support.contract_value is not None:
        share = int((rate / HUNDRED * support.contract_value).to_integral_value(ROUND_FLOOR))
        if share < support.amount:
            return share, _("%(rate)s%% of the contract's value (%(basis)s)") % {
                "rate": f"{rate.normalize():f}".replace(".", ","),
                "basis": support.level.legal_basis,  # type: ignore[union-attr] # a rate has a level
            }
    return support.amount, _("the amount granted")


def is_late(milestone: Milestone, on: dt.date) -> bool:
    """Whether a step of the contract is past its day and not done."""
    return milestone.done_on is None and milestone.due_on is not None and milestone.due_on < on


def open_ends(support: Support) -> list[str]:
    """What keeps the support from being settled, as sentences; nothing where all is done."""
    found = []
    undone = support.milestones.filter(done_on__isnull=True).count()
    if undone:
        found.append(
            ngettext("%(number)s milestone is not done.", "%(number)s milestones are not done.", undone)
            % {"number": undone}
        )
    account = account_of(support)
    if account.owed:
        found.append(_("%(amount)s have still to be paid back.") % {"amount": money(account.owed)})
    if account.granted and not account.paid:
        found.append(_("Nothing has been paid yet. A support that costs nothing has the amount 0."))
    if account.kept > account.most:
        found.append(
            _("%(amount)s more were paid than may be; they have to come back first.")
            % {"amount": money(account.kept - account.most)}
        )
    return found


STEPS_IN_WORDS = {
    "grant": gettext_lazy("Granted"),
    "sign_contract": gettext_lazy("The contract was signed"),
    "amend_contract": gettext_lazy("The contract's data were changed"),
    "begin": gettext_lazy("The work began"),
    "plan_milestone": gettext_lazy("A milestone was set"),
    "finish_milestone": gettext_lazy("A milestone was reached"),
    "drop_milestone": gettext_lazy("A milestone was taken out"),
    "accept": gettext_lazy("The work was accepted"),
    "pay": gettext_lazy("Money was paid"),
    "recover": gettext_lazy("Money was paid back"),
    "certify": gettext_lazy("A certificate was entered"),
    "name_outcome": gettext_lazy("An outcome was named"),
    "strike_outcome": gettext_lazy("An outcome was struck"),
    "declare_effect": gettext_lazy("The enterprise declared the effect"),
    "add_file": gettext_lazy("A file was added"),
    "settle": gettext_lazy("Settled and closed"),
    "terminate": gettext_lazy("Terminated by DOST"),
    "renounce": gettext_lazy("Given up by the enterprise"),
}


def history_of(support: Support, most: int = 100) -> list[Entry]:
    """The newest lines of the journal about the support, each with ``words`` for what was done."""
    entries = list(Entry.objects.about(support)[:most])
    for entry in entries:
        entry.words = STEPS_IN_WORDS.get(entry.action, entry.action)  # type: ignore[attr-defined] # for the page only
    return entries


def supports_of_application(application_id: int) -> QuerySet[Support]:
    """What was granted of an application, in the order asked for, each with ``paid`` (None where nothing was)."""
    paid = Sum("disbursements__amount", filter=Q(disbursements__direction=Direction.PAID))
    return (
        Support.objects.filter(item__application=application_id)
        .annotate(paid=paid)
        .select_related("content", "enterprise")
        .order_by("item__position", "pk")
    )


def kinds_counted(content: SupportContent) -> list[str]:
    """The kinds of outcome the targets of ``content`` count, in the order of the kinds; of its kin elsewhere none."""
    wanted = {counted.kind for counted in content.counted_for.all()}
    return [kind.value for kind in OutcomeKind if kind.value in wanted]
