"""What followed the grants of the trial: contracts, milestones, money, outcomes."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from accounts.models import User
from common.vietnamese import fold
from support.models import (
    ContentTarget,
    Disbursement,
    Milestone,
    Outcome,
    OutcomeKind,
    RequestedItem,
    Support,
    SupportLevel,
    Verdict,
)
from support.states import GIVEN_UP, SupportState

if TYPE_CHECKING:
    from portal.demo_lives import Life

S = SupportState
FIRST = [S.GRANTED, S.CONTRACTED, S.IMPLEMENTING]
BY_AGE = {  # days since the grant at least → where it stands
    420: [S.CLOSED] * 20 + [S.ACCEPTED] * 3 + [S.TERMINATED],
    200: [S.CLOSED] * 5 + [S.ACCEPTED] * 8 + [S.IMPLEMENTING] * 4 + [S.RENOUNCED],
    60: [S.ACCEPTED] * 3 + [S.IMPLEMENTING] * 8 + [S.CONTRACTED] * 4,
    25: FIRST,
    0: [S.GRANTED],
}
LIVED = {S.ACCEPTED, S.CLOSED}


@dataclass
class Supports:
    """Writes the supports of granted items."""

    wanted: dict[str, Any]
    leader: User
    levels: dict[str, SupportLevel]
    random: Random
    on: dt.date

    def store(self, lives: "list[Life]") -> None:
        """One support for each granted item, and what hangs on it."""
        made = [
            self._support(item)
            for life in lives
            for item in life.items
            if item.verdict == Verdict.GRANTED and life.application.ended_on
        ]
        Support.objects.bulk_create(made)
        Milestone.objects.bulk_create(
            Milestone(support=s, title="Hoàn thành đào tạo và tài liệu (demo)", due_on=s.contract_ends_on)
            for s in made
            if s.state in {S.CONTRACTED, S.IMPLEMENTING}
        )
        Disbursement.objects.bulk_create(
            Disbursement(
                support=s,
                amount=s.amount,
                paid_on=s.closed_on or self.on,
                document=f"UNC-{s.pk:05d} (demo)",
                entered_by=self.leader,
            )
            for s in made
            if s.state == S.CLOSED
        )
        Outcome.objects.bulk_create(outcome for s in made if s.accepted_on for outcome in self._outcomes(s))

    def _support(self, item: RequestedItem) -> Support:
        application = item.application
        granted_on: dt.date = application.ended_on or self.on
        age = (self.on - granted_on).days
        state = self.random.choice(next(states for days, states in BY_AGE.items() if age >= days))
        support = Support(
            item=item,
            enterprise=application.enterprise,
            content=item.content,
            family=application.enterprise.tax_code[:10],
            kin=item.content.kin,
            is_once=True,
            state=state,
            granted_on=granted_on,
            granted_by=self.leader,
            level=self.levels[item.content.code],
            cost=item.recognised,
            amount=item.amount or 0,
            is_demo=True,
        )
        if state not in {S.GRANTED, S.RENOUNCED}:
            self._contract(support, item, granted_on)
        if state in LIVED or state == S.TERMINATED:
            support.accepted_on = min(granted_on + dt.timedelta(150), self.on)
            support.acceptance = "Đạt yêu cầu (demo)."
        if state == S.CLOSED:
            support.closed_on = min(granted_on + dt.timedelta(190), self.on)
        if state in GIVEN_UP:
            support.given_up_on = min(granted_on + dt.timedelta(200), self.on)
            support.given_up_reason = "Kê khai không đúng quy mô doanh nghiệp (demo)."
            support.to_recover = 0
        return support

    def _contract(self, support: Support, item: RequestedItem, granted_on: dt.date) -> None:
        signed_on = min(granted_on + dt.timedelta(20), self.on)
        support.contract_on = signed_on
        support.contract_number = f"{item.application.number:03d}/{granted_on.year}/HĐ-DEMO"
        support.contract_value = item.cost
        support.contract_parties = f"Sở Khoa học và Công nghệ; {support.enterprise}; {item.provider}"
        support.contract_ends_on = signed_on + dt.timedelta(180)

    def _outcomes(self, support: Support) -> list[Outcome]:
        """One of each kind its content counts as; struck where the support was terminated."""
        kinds = {row.kind for row in self._counted() if row.content_id == support.content_id}
        return [self._outcome(support, kind) for kind in sorted(kinds)]

    def _counted(self) -> list[ContentTarget]:
        if not hasattr(self, "counted"):
            self.counted = list(ContentTarget.objects.all())
        return self.counted

    def _outcome(self, support: Support, kind: str) -> Outcome:
        name = str(support.enterprise)
        if kind == OutcomeKind.LABORATORY:
            name = f"Phòng thử nghiệm của {name}"
        outcome = Outcome(
            support=support,
            kind=kind,
            name=name,
            folded=fold(name),
            reached_on=support.accepted_on or self.on,
        )
        if support.state in GIVEN_UP:
            outcome.struck_on, outcome.struck_by = support.given_up_on, self.leader
            outcome.struck_reason = support.given_up_reason
        return outcome
