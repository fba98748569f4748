"""How a made-up application of the trial lived: when it came, what became of it, what followed a grant."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.working_days import WorkingCalendar
from enterprises.models import Enterprise
from portal.demo_supports import Supports
from programmes.models import Plan, PolicyKind
from support.models import (
    Application,
    Decision,
    ReceiptCounter,
    RequestedItem,
    SupplementPoint,
    SupplementRequest,
    SupportContent,
    SupportLevel,
    Verdict,
)
from support.states import DECIDED, ENDED
from support.states import ApplicationState as State

PAST = [State.GRANTED] * 70 + [State.REFUSED] * 18 + [State.WITHDRAWN] * 7 + [State.EXPIRED] * 5
RECENT = [
    *[State.SUBMITTED] * 35,
    *[State.SUPPLEMENT] * 20,
    *[State.APPRAISAL] * 20,
    *[State.PROPOSED] * 10,
    *[State.GRANTED] * 10,
    *[State.REFUSED] * 5,
]
FOREIGN = "Tổ chức có vốn đầu tư nước ngoài không thuộc đối tượng của Kế hoạch (demo)."
HAD = "Doanh nghiệp đã được hỗ trợ nội dung này một lần (demo)."
RECENT_DAYS = 35  # an application younger than this may still be open


@dataclass
class Life:
    """An application and what hangs on it."""

    application: Application
    items: list[RequestedItem]
    decision: Decision | None = None
    supplement: SupplementRequest | None = None


@dataclass
class Lives:
    """Makes lives year by year, then stores them all."""

    plan: Plan
    people: dict[str, User]
    levels: dict[str, SupportLevel]
    wanted: dict[str, Any]
    calendar: WorkingCalendar
    random: Random
    on: dt.date
    all: list[Life] = field(default_factory=list)
    used: set[tuple[int, str]] = field(default_factory=set)
    last: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the contents."""
        self.contents = list(SupportContent.objects.filter(plan=self.plan))
        self.clauses = {policy.kind: policy for policy in self.plan.policies.all()}

    def lead(self, enterprises: list[Enterprise], year: int, number: int) -> None:
        """So many applications of a year, numbered in the order they came."""
        last = min(dt.date(year, 12, 20), self.on)
        span = max((last - dt.date(year, 1, 10)).days, 1)
        days = [dt.date(year, 1, 10) + dt.timedelta(self.random.randrange(span)) for _ in range(number)]
        if year == self.on.year:  # the last weeks are busy
            recent = [self.on - dt.timedelta(self.random.randrange(RECENT_DAYS)) for _ in range(number // 3)]
            days = [*days[: number - len(recent)], *recent]
        came = [(self.calendar.on_or_before(day), self.random.choice(enterprises), "") for day in days]
        came += [own for own in self._own() if own[0].year == year]
        came.sort(key=lambda one: (one[0], one[1].pk))
        self.last[year] = len(came)
        for place, (day, enterprise, state) in enumerate(came, start=1):
            self.all.append(self._life(enterprise, day, place, state))

    def _own(self) -> list[tuple[dt.date, Enterprise, str]]:
        """The applications of the enterprise that has demo accounts, wherever they stand."""
        enterprise = self.people["applicant"].enterprise_memberships.get().enterprise
        return [
            (self.calendar.on_or_before(self.on - dt.timedelta(own["days"])), enterprise, own["state"])
            for own in self.wanted["own"]
        ]

    def store(self) -> None:
        """Write everything in the order the keys ask for."""
        Application.objects.bulk_create(life.application for life in self.all)
        RequestedItem.objects.bulk_create(item for life in self.all for item in life.items)
        Decision.objects.bulk_create(life.decision for life in self.all if life.decision)
        asked = [life.supplement for life in self.all if life.supplement]
        SupplementRequest.objects.bulk_create(asked)
        SupplementPoint.objects.bulk_create(
            SupplementPoint(request=request, text="Báo giá của đơn vị tư vấn chưa có ngày (demo).")
            for request in asked
        )
        Supports(self.wanted, self.people["leader"], self.levels, self.random, self.on).store(self.all)
        for year, last in self.last.items():
            ReceiptCounter.objects.update_or_create(
                province=self.plan.province, year=year, defaults={"last": last}
            )

    def _life(self, enterprise: Enterprise, day: dt.date, number: int, wanted: str) -> Life:
        contents = self._contents(enterprise)
        is_recent = (self.on - day).days < RECENT_DAYS
        state = State(wanted) if wanted else self.random.choice(RECENT if is_recent else PAST)
        had = all((enterprise.pk, content.kin) in self.used for content in contents)
        if state in {State.GRANTED, State.PROPOSED} and (had or enterprise.is_foreign_invested):
            state = State.REFUSED  # the plan excludes it, or gives each content once
        promised = self.calendar.shift(day, self.wanted["procedure"]["days_to_decide"])
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(8 + number % 9, number % 60)))
        application = Application(
            plan=self.plan,
            enterprise=enterprise,
            state=state,
            province=self.plan.province,
            year=day.year,
            number=number,
            code=f"NSCL-{self.plan.province.code}-{day.year}-{number:05d}",
            situation="Doanh nghiệp đang sản xuất ổn định, chưa áp dụng đồng bộ hệ thống quản lý (demo).",
            purpose="Nâng cao năng suất, giảm tỷ lệ lỗi, mở rộng thị trường (demo).",
            contact_name="Người liên hệ (demo)",
            contact_phone="024 0000 0000",
            contact_email="lien-he@demo.example",
            started_by=self.people["applicant"],
            submitted_at=moment,
            submitted_by=self.people["applicant"],
            notice_read_at=moment,
            promised_on=promised,
            due_on=None if state in ENDED or state == State.SUPPLEMENT else promised,
            is_demo=True,
        )
        if state != State.SUBMITTED or number % 3:
            application.assignee, application.assigned_at = self.people["specialist"], moment
        life = Life(
            application, [self._item(application, content, place) for place, content in enumerate(contents)]
        )
        self._end(life, promised)
        if state == State.SUPPLEMENT:
            life.supplement = self._supplement(application, day)
        return life

    def _contents(self, enterprise: Enterprise) -> list[SupportContent]:
        """One to three contents; a laboratory's content only for those who test."""
        fit = [c for c in self.contents if c.code != "SC-DGSPH" or "Kiểm nghiệm" in enterprise.name]
        wanted = self.random.sample(fit, self.random.choice([1, 1, 1, 2, 3]))
        if "Kiểm nghiệm" in enterprise.name and all(c.code != "SC-DGSPH" for c in wanted):
            wanted.append(next(c for c in fit if c.code == "SC-DGSPH"))
        return sorted(wanted, key=lambda content: content.position)

    def _item(self, application: Application, content: SupportContent, place: int) -> RequestedItem:
        low, high = self.wanted["levels"][content.code]["cost"]
        cost = self.random.randrange(low, high) * 1_000_000
        return RequestedItem(
            application=application,
            content=content,
            wish=f"{content.short} (demo)",
            provider=self.random.choice(self.wanted["providers"]),
            cost=cost,
            own_funds=cost // 2,
            position=place,
        )

    def _end(self, life: Life, promised: dt.date) -> None:
        """The verdicts, who decided when, and why; what was granted earlier is refused by the clause."""
        application = life.application
        if application.state in DECIDED | {State.PROPOSED}:
            for item in life.items:
                self._judge(item, granted=application.state != State.REFUSED)
        if application.state == State.PROPOSED:
            life.decision = self._decision(application, None)
        if application.state not in ENDED:
            return
        application.ended_on = min(promised + dt.timedelta(self.random.randrange(-8, 4)), self.on)
        if application.state in DECIDED:
            life.decision = self._decision(application, application.ended_on)
        else:
            application.end_reason = "Doanh nghiệp đổi kế hoạch đầu tư (demo)."

    def _judge(self, item: RequestedItem, *, granted: bool) -> None:
        """Grant it as far as its level goes, or refuse it with the clause where there is one."""
        enterprise, level = item.application.enterprise, self.levels[item.content.code]
        key = (enterprise.pk, item.content.kin)
        if granted and key not in self.used:
            self.used.add(key)
            item.verdict, item.recognised = Verdict.GRANTED, item.cost
            item.amount = min(int((item.cost or 0) * (level.rate or 100) / 100), level.cap or 0)
            return
        item.verdict, item.reason = Verdict.REFUSED, self.random.choice(self.wanted["refusals"])
        if enterprise.is_foreign_invested:
            item.reason, item.clause = FOREIGN, self.clauses.get(PolicyKind.FOREIGN_EXCLUDED)
        elif key in self.used:
            item.reason, item.clause = HAD, self.clauses.get(PolicyKind.ONCE_PER_CONTENT)

    def _decision(self, application: Application, day: dt.date | None) -> Decision:
        decision = Decision(
            application=application,
            proposal="Đề nghị xem xét theo kết quả thẩm định (demo).",
            proposed_at=application.submitted_at,
            proposed_by=self.people["specialist"],
        )
        if day is not None:
            decision.conclusion = "Đồng ý với đề xuất (demo)."
            decision.decided_at = timezone.make_aware(dt.datetime.combine(day, dt.time(16)))
            decision.decided_by = self.people["leader"]
        return decision

    def _supplement(self, application: Application, day: dt.date) -> SupplementRequest:
        asked = min(self.calendar.shift(day, 2), self.calendar.on_or_before(self.on))
        return SupplementRequest(
            application=application,
            round=1,
            reason="Hồ sơ còn thiếu giấy tờ (demo).",
            asked_on=asked,
            asked_at=timezone.make_aware(dt.datetime.combine(asked, dt.time(10))),
            asked_by=self.people["specialist"],
            due_on=max(
                self.calendar.shift(asked, self.wanted["procedure"]["days_to_supplement"]),
                self.calendar.shift(self.on, 1),
            ),
            days_left=12,
        )
