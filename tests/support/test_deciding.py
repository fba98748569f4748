"""What is proposed and decided about an application, and what may not be."""

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from enterprises.models import Enterprise
from journal.models import Entry
from outbox.models import Notice
from papers.codec import from_json
from programmes.models import PolicyKind
from support.actions.deciding import Proposed, decide, propose, reconsider
from support.documents.decision_letter import compose_decision, seal_of
from support.models import CheckKind, CheckResult, Decision, Support
from support.queries.decision_facts import decision_facts
from tests.factories.organisations import MembershipFactory
from tests.factories.support import (
    SupportContentFactory,
    SupportFactory,
    SupportLevelFactory,
    support_stage,
)
from tests.support.desk import (
    NO_FOREIGN,
    ONCE,
    clause,
    decided,
    granting,
    proposed,
    refusing,
    under_appraisal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return support_stage()


def refusal(act, **facts):
    with pytest.raises(RuleBroken) as no:
        act(**facts)
    return no.value


def test_a_granted_content_becomes_a_support_with_its_amount_and_its_letter(here):
    level = SupportLevelFactory(content=here.content)
    application = proposed(
        here, verdicts=lambda a: granting(a, recognised=160_000_000, amount=80_000_000, reason="")
    )
    application = decide(application=application, by=here.leader)
    support = Support.objects.get()
    assert (application.state, support.item.application, support.state) == ("granted", application, "granted")
    assert (support.amount, support.cost, support.level) == (80_000_000, 160_000_000, level)
    assert (support.family, support.kin, support.is_once) == (
        here.enterprise.tax_code,
        here.content.kin,
        False,
    )
    assert support.granted_on == application.ended_on == timezone.localdate()
    decision = Decision.objects.get()
    assert (decision.proposed_by, decision.decided_by) == (here.specialist, here.leader)
    assert from_json(decision.composed).letterhead.addressees == (here.enterprise.name,)


def test_a_refused_application_makes_no_support_and_keeps_reason_and_clause(here):
    said = clause(here.plan, PolicyKind.CONDITION, "Có đủ nguồn lực.")
    application = decided(here, verdicts=lambda a: refusing(a, clause=said))
    item = application.items.get()
    assert (application.state, Support.objects.count()) == ("refused", 0)
    assert (item.verdict, item.reason, item.clause) == ("refused", "Chưa đủ nguồn lực", said)


def test_one_content_granted_and_one_refused_is_granted(here):
    other = SupportContentFactory(plan=here.plan)

    def verdicts(application):
        first, second = application.items.all()
        return [
            Proposed(first.pk, "granted", amount=10, reason="Theo hợp đồng"),
            Proposed(second.pk, "refused", reason="Ngoài phạm vi"),
        ]

    application = decided(here, here.content, other, verdicts=verdicts)
    assert application.state == "granted"
    assert [support.content for support in Support.objects.all()] == [here.content]


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (lambda _application: [], "verdict"),
        (lambda a: [Proposed(a.items.get().pk, "maybe")], "verdict"),
        (lambda a: refusing(a, reason=" "), "reason"),
        (lambda a: granting(a, amount=0), "amount"),
        (lambda a: granting(a, reason=""), "amount"),  # no level is entered, and no basis is given
        (lambda a: [Proposed(a.items.get().pk, "refused", reason="x", clause=0)], "clause"),
    ],
)
def test_a_proposal_says_everything(here, verdicts, code):
    application = under_appraisal(here)
    no = refusal(propose, application=application, verdicts=verdicts(application), by=here.specialist)
    application.refresh_from_db()
    assert (no.code, application.state) == (code, "appraisal")


def test_only_the_highest_level_is_granted_and_levels_are_never_added(here):
    SupportLevelFactory(content=here.content, rate=50, cap=100_000_000)
    SupportLevelFactory(content=here.content, rate=30, cap=None, legal_basis="Nghị quyết khác")
    application = under_appraisal(here)
    too_much = granting(application, amount=120_000_001, recognised=400_000_000)
    assert (
        refusal(propose, application=application, verdicts=too_much, by=here.specialist).code == "above_level"
    )
    most = granting(application, amount=120_000_000, recognised=400_000_000)  # 30% without a cap gives more
    assert propose(application=application, verdicts=most, by=here.specialist).state == "proposed"


def test_a_share_of_a_cost_needs_the_cost(here):
    SupportLevelFactory(content=here.content)
    application = under_appraisal(here)
    no = refusal(propose, application=application, verdicts=granting(application), by=here.specialist)
    assert no.code == "cost"


def test_a_cap_per_enterprise_and_year_counts_what_was_given(here):
    level = SupportLevelFactory(content=here.content, rate=None, cap=50, cap_unit="enterprise_year")
    SupportFactory(enterprise=here.enterprise, content=here.content, level=level, amount=30)
    application = under_appraisal(here)
    no = refusal(
        propose, application=application, verdicts=granting(application, amount=21), by=here.specialist
    )
    assert no.code == "above_level"
    assert propose(application=application, verdicts=granting(application, amount=20), by=here.specialist)


def test_the_once_only_refusal_quotes_the_clause_and_names_the_earlier_application(here):
    clause(here.plan)
    first = decided(here)
    application = under_appraisal(here)
    no = refusal(propose, application=application, verdicts=granting(application), by=here.specialist)
    assert no.code == "once"
    assert (first.code in no.reason, f"“{ONCE}”" in no.reason) == (True, True)


def test_a_branch_counts_as_its_parent_and_is_told_so(here):
    clause(here.plan)
    decided(here)
    branch = Enterprise.objects.create(
        name="Chi nhánh",
        tax_code=f"{here.enterprise.tax_code}-001",
        province=here.province,
        is_foreign_invested=False,
    )
    application = under_appraisal(here, enterprise=branch)
    no = refusal(propose, application=application, verdicts=granting(application), by=here.specialist)
    assert (no.code, here.enterprise.name in no.reason) == ("once", True)


def test_a_plan_that_does_not_say_once_grants_again_and_a_support_given_up_frees_the_content(here):
    decided(here)
    assert decided(here).state == "granted"
    clause(here.plan)
    Support.objects.update(given_up_on=timezone.localdate(), given_up_reason="x")
    for support in Support.objects.all():
        Support.objects.filter(pk=support.pk).update(state="renounced")
    assert decided(here).state == "granted"


def test_a_foreign_invested_enterprise_is_refused_only_where_the_plan_says_so(here):
    Enterprise.objects.update(is_foreign_invested=True)
    assert decided(here).state == "granted"
    clause(here.plan, PolicyKind.FOREIGN_EXCLUDED, NO_FOREIGN)
    application = under_appraisal(here)
    no = refusal(propose, application=application, verdicts=granting(application), by=here.specialist)
    assert (no.code, NO_FOREIGN in no.reason) == ("foreign", True)
    assert (
        propose(application=application, verdicts=refusing(application), by=here.specialist).state
        == "proposed"
    )


def test_an_enterprise_that_has_not_declared_is_granted_once_the_checklist_answers(here):
    clause(here.plan, PolicyKind.FOREIGN_EXCLUDED, NO_FOREIGN)
    Enterprise.objects.update(is_foreign_invested=None)
    application = under_appraisal(here)
    verdicts = granting(application)
    assert refusal(propose, application=application, verdicts=verdicts, by=here.specialist).code == "foreign"
    application.checks.create(
        kind=CheckKind.FOREIGN,
        result=CheckResult.MET,
        checked_at=timezone.now(),
        checked_by=here.specialist,
    )
    assert propose(application=application, verdicts=verdicts, by=here.specialist).state == "proposed"


def test_an_enterprise_without_a_tax_code_cannot_be_granted(here):
    Enterprise.objects.update(tax_code="")
    application = under_appraisal(here)
    no = refusal(propose, application=application, verdicts=granting(application), by=here.specialist)
    assert no.code == "no_tax_code"


def test_the_leader_decides_and_the_specialist_does_not(here):
    application = proposed(here)
    assert refusal(decide, application=application, by=here.specialist).code == "not_permitted"


def test_a_leader_does_not_decide_what_the_same_person_proposed(here):
    application = under_appraisal(here)
    propose(application=application, verdicts=granting(application), by=here.leader)
    assert refusal(decide, application=application, by=here.leader).code == "own_proposal"
    other = MembershipFactory(organisation=here.leader.memberships.get().organisation, role="leader").user
    assert decide(application=application, by=other).state == "granted"


def test_a_proposal_sent_back_says_why_and_comes_again(here):
    application = proposed(here)
    assert refusal(reconsider, application=application, reason=" ", by=here.leader).code == "reason"
    assert reconsider(application=application, reason="Xem lại báo giá.", by=here.leader).state == "appraisal"
    assert Entry.objects.get(action="reconsider").note == "Xem lại báo giá."
    assert Decision.objects.get().proposed_by is None
    propose(application=application, verdicts=granting(application), by=here.specialist)
    assert Notice.objects.filter(user=here.leader, kind="proposed").count() == 2


def test_the_letter_read_is_the_letter_written_or_the_leader_reads_it_again(here):
    application = proposed(here)
    today = timezone.localdate()
    read = compose_decision(decision_facts(application, today), at=timezone.now())
    reconsider(application=application, reason="Sửa số tiền.", by=here.leader)
    propose(application=application, verdicts=granting(application, amount=7), by=here.specialist)
    no = refusal(decide, application=application, by=here.leader, seen=seal_of(read))
    assert (no.code, Support.objects.count()) == ("stale", 0)
    read = compose_decision(decision_facts(application, today), at=timezone.now())
    decide(application=application, by=here.leader, seen=seal_of(read))
    assert seal_of(from_json(Decision.objects.get().composed)) == seal_of(read)


def test_the_enterprise_hears_of_the_decision_only(here):
    application = decided(here)
    told = Notice.objects.filter(user=here.applicant)
    assert [(notice.kind, notice.url) for notice in told] == [("decided", application.get_absolute_url())]
