"""What the list of granted supports offers to choose from, and its columns in a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from support.models import Support, SupportContent
from support.queries.choices import Choice, Option
from support.queries.columns import Column
from support.queries.granted import (
    ANY_GIVEN_UP,
    ANY_RUNNING,
    LATE,
    NO_EFFECT,
    PRESSING,
    TO_PAY,
    TO_RECOVER,
    SupportsSought,
)
from support.states import SupportState

OPEN_IN_WORDS: list[Option] = [
    (PRESSING, pgettext_lazy("what is open of a support", "late, or to be paid")),
    (LATE, pgettext_lazy("what is open of a support", "a milestone or the contract's end has passed")),
    (TO_PAY, pgettext_lazy("what is open of a support", "accepted and not fully paid")),
    (TO_RECOVER, pgettext_lazy("what is open of a support", "money to be paid back")),
    (NO_EFFECT, pgettext_lazy("what is open of a support", "this year's effect not declared")),
]
STATE_GROUPS: list[Option] = [
    (ANY_RUNNING, pgettext_lazy("state of a support", "Under way: not closed yet")),
    (ANY_GIVEN_UP, pgettext_lazy("state of a support", "Terminated or given up")),
]
COLUMNS = (
    Column("content", _("Support"), lambda s: str(s.content), 60),
    Column("enterprise", _("Enterprise"), lambda s: s.enterprise.name, 44),
    Column("tax_code", _("Tax code"), lambda _s: None, 16),
    Column("code", _("Application"), lambda s: s.item.application.code, 24),
    Column("plan", _("Plan"), lambda s: str(s.content.plan), 36),
    Column("state", pgettext_lazy("column of a list", "State"), lambda s: s.get_state_display(), 22),
    Column("granted", _("Granted on"), lambda s: s.granted_on, 13, kind="day"),
    Column("amount", _("Amount granted, đồng"), lambda s: s.amount, 20, kind="money"),
    Column("paid", _("Paid, đồng"), lambda s: s.paid, 20, kind="money"),
    Column("left", _("Still to pay, đồng"), lambda s: s.left, 20, kind="money"),
    Column("owed", _("To be paid back, đồng"), lambda s: s.owed, 20, kind="money"),
    Column("contract", _("Contract number"), lambda s: s.contract_number, 20),
    Column("ends", _("Contract ends on"), lambda s: s.contract_ends_on, 13, kind="day"),
    Column("late", _("Late since"), lambda s: s.late_since, 13, kind="day"),
    Column("accepted", _("Accepted on"), lambda s: s.accepted_on, 13, kind="day"),
)


def choices_of(user: User, wanted: SupportsSought) -> list[Choice]:
    """Every filter that offers more than one thing, of what ``user`` may see; two queries."""
    seen = Support.objects.visible_to(user).order_by()
    contents = SupportContent.objects.filter(pk__in=seen.values("content"))
    contents = contents.select_related("plan__province", "plan__document")
    listed = list(contents.order_by("plan__province__order", "plan_id", "position", "pk"))
    plans = {content.plan.key: content.plan for content in listed}
    years = [day.year for day in seen.dates("granted_on", "year", order="DESC")]
    found = [
        Choice(
            "state",
            pgettext_lazy("column of a list", "State"),
            [*STATE_GROUPS, *SupportState.choices],
            wanted.state,
        ),
        Choice("open", _("Still open"), OPEN_IN_WORDS, wanted.open),
        Choice("year", _("Year of granting"), [(str(year), str(year)) for year in years], wanted.year),
        Choice("plan", _("Plan"), [(key, str(plan)) for key, plan in plans.items()], wanted.plan),
        Choice("content", _("Support content"), _contents(listed, wanted, len(plans) > 1), wanted.content),
    ]
    return [choice for choice in found if len(choice.options) > 1 or choice.chosen]


def _contents(listed: list[SupportContent], wanted: SupportsSought, many: bool) -> list[Option]:  # noqa: FBT001 - one reader
    return [
        (str(c.pk), f"{c.plan.province}: {c.code} {c.short}" if many else f"{c.code} {c.short}")
        for c in listed
        if wanted.plan in {"", c.plan.key}
    ]
