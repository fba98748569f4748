"""Applications on their way through appraisal and decision, for tests."""

from django.utils import timezone

from accounts.models import User
from programmes.models import PlanPolicy, PolicyKind
from support.actions.deciding import Proposed, decide, propose
from support.models import Application
from tests.factories.support import RequestedItemFactory, SubmittedFactory, SupportStage

ONCE = "Mỗi tổ chức, doanh nghiệp chỉ được hỗ trợ một lần cho cùng một nội dung."
NO_FOREIGN = "Không hỗ trợ doanh nghiệp có vốn đầu tư nước ngoài."


def clause(plan, kind=PolicyKind.ONCE_PER_CONTENT, text=ONCE) -> PlanPolicy:
    """A clause of the plan."""
    return PlanPolicy.objects.create(
        plan=plan, kind=kind, text=text, position=plan.policies.count() + 1, source_lines="1"
    )


def under_appraisal(here: SupportStage, *contents, enterprise=None, plan=None, **facts) -> Application:
    """An application under appraisal that asks for ``contents`` (the stage's one)."""
    plan = plan or here.plan
    application = SubmittedFactory(
        plan=plan,
        province=here.province,
        enterprise=enterprise or here.enterprise,
        state="appraisal",
        submitted_by=here.applicant,
        **facts,
    )
    for content in contents or (here.content,):
        RequestedItemFactory(application=application, content=content)
    return application


def granting(application: Application, amount: int = 50_000_000, **facts) -> list[Proposed]:
    """Grant every content the same amount."""
    facts = {"reason": "Theo báo giá của đơn vị tư vấn", **facts}
    return [Proposed(item.pk, "granted", amount=amount, **facts) for item in application.items.all()]


def refusing(application: Application, reason: str = "Chưa đủ nguồn lực", clause=None) -> list[Proposed]:
    """Refuse every content."""
    return [
        Proposed(item.pk, "refused", reason=reason, clause=clause and clause.pk)
        for item in application.items.all()
    ]


def proposed(here: SupportStage, *contents, verdicts=granting, **facts) -> Application:
    """An application that waits for the leader."""
    application = under_appraisal(here, *contents, **facts)
    return propose(application=application, verdicts=verdicts(application), by=here.specialist)


def decided(here: SupportStage, *contents, by: User | None = None, **facts) -> Application:
    """An application the leader has decided as proposed."""
    application = proposed(here, *contents, **facts)
    return decide(application=application, by=by or here.leader, on=timezone.localdate())
