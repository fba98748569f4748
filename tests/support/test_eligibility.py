"""What the clauses of a plan say about an applicant."""

import datetime as dt

import pytest

from enterprises.models import EnterpriseKind, SizeThreshold
from programmes.models import PolicyKind
from support.models import CheckKind, SupportContent
from support.queries.eligibility import (
    Applicant,
    Verdict,
    assess,
    closed_because,
    facts_of,
)
from tests.factories.enterprises import EnterpriseFactory, ProductFactory, SizeDeclarationFactory
from tests.factories.programmes import PlanFactory, PlanPolicyFactory
from tests.factories.support import SupportContentFactory, SupportFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 21)


def content_of(*kinds, **facts) -> SupportContent:
    """A content of a plan with one clause per kind."""
    content = SupportContentFactory(plan=PlanFactory(year_to=2030), **facts)
    for kind in kinds:
        PlanPolicyFactory(plan=content.plan, kind=kind, text=f"Điều khoản {kind}", source_lines="55")
    return content


def verdicts(content, applicant, **facts):
    return [(finding.kind, finding.verdict) for finding in assess(content, applicant, **facts)]


def test_a_plan_without_clauses_says_nothing_about_anybody():
    assert assess(content_of(), Applicant(is_foreign_invested=True, was_supported=True)) == ()


@pytest.mark.parametrize(
    ("declared", "verdict"), [(True, Verdict.BLOCKS), (False, Verdict.MET), (None, Verdict.ASK)]
)
def test_foreign_capital_blocks_only_where_the_plan_says_so(declared, verdict):
    content = content_of(PolicyKind.FOREIGN_EXCLUDED)
    (finding,) = assess(content, Applicant(is_foreign_invested=declared))
    assert (finding.kind, finding.verdict) == (CheckKind.FOREIGN, verdict)
    assert (finding.clause, finding.lines) == ("Điều khoản foreign_excluded", "55")
    assert finding.policy.kind == PolicyKind.FOREIGN_EXCLUDED


def test_a_content_granted_before_blocks_and_names_the_earlier_application():
    content = content_of(PolicyKind.ONCE_PER_CONTENT)
    earlier = SupportFactory()
    (finding,) = assess(content, Applicant(was_supported=False), used=earlier)
    assert finding.verdict == Verdict.BLOCKS
    assert earlier.item.application.code in finding.reason


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"was_supported": True}, Verdict.BLOCKS),
        ({"was_supported": False}, Verdict.MET),
        ({"was_supported": False, "has_tax_code": False}, Verdict.ASK),
        ({}, Verdict.ASK),
    ],
)
def test_the_one_time_is_judged_by_what_is_known(facts, verdict):
    assert verdicts(content_of(PolicyKind.ONCE_PER_CONTENT), Applicant(**facts)) == [
        (CheckKind.ONCE, verdict)
    ]


def test_an_earlier_support_only_warns_where_the_plan_has_no_such_clause():
    assert verdicts(content_of(), Applicant(), used=SupportFactory()) == [(CheckKind.ONCE, Verdict.WARNS)]


def test_conditions_are_met_or_not_as_somebody_says_and_asked_otherwise():
    content = content_of(PolicyKind.CONDITION, PolicyKind.CONDITION, PolicyKind.CONDITION)
    first, second, _third = content.plan.policies.all()
    judged = verdicts(content, Applicant(answers={first.pk: True, second.pk: False}))
    assert judged == [
        (CheckKind.CONDITION, Verdict.MET),
        (CheckKind.CONDITION, Verdict.BLOCKS),
        (CheckKind.CONDITION, Verdict.ASK),
    ]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"has_key_product": True}, Verdict.PRIORITY),
        ({"exports": True}, Verdict.PRIORITY),
        ({}, Verdict.ASK),
    ],
)
def test_priority_is_a_reason_for_and_never_against(facts, verdict):
    findings = assess(content_of(PolicyKind.PRIORITY), Applicant(**facts))
    assert [finding.verdict for finding in findings] == [verdict]


def test_principles_are_no_question_to_the_applicant_and_several_policies_a_note():
    content = content_of(PolicyKind.PRINCIPLE, PolicyKind.HIGHEST_LEVEL_ONLY)
    assert verdicts(content, Applicant()) == [(CheckKind.HIGHEST, Verdict.WARNS)]


def test_a_content_for_named_kinds_cites_the_words_that_name_them():
    content = content_of(
        kinds=[EnterpriseKind.COMPANY, EnterpriseKind.COOPERATIVE],
        whom="Hỗ trợ doanh nghiệp, hợp tác xã",
        whom_lines="19",
    )
    (finding,) = assess(content, Applicant(kind=EnterpriseKind.HOUSEHOLD))
    assert (finding.kind, finding.verdict) == (CheckKind.WHOM, Verdict.BLOCKS)
    assert (finding.clause, finding.lines) == ("Hỗ trợ doanh nghiệp, hợp tác xã", "19")
    assert verdicts(content, Applicant(kind=EnterpriseKind.COOPERATIVE)) == [(CheckKind.WHOM, Verdict.MET)]


@pytest.mark.parametrize(
    ("is_sme", "verdict"), [(True, Verdict.MET), (False, Verdict.BLOCKS), (None, Verdict.ASK)]
)
def test_size_counts_only_where_the_words_name_small_and_medium_sized_enterprises(is_sme, verdict):
    applicant = Applicant(is_sme=is_sme, size_reason="Điều 5")
    assert verdicts(content_of(needs_sme=True), applicant) == [(CheckKind.WHOM, verdict)]
    assert verdicts(content_of(), applicant) == []


def test_kind_and_size_are_one_line_and_the_worse_of_both():
    content = content_of(needs_sme=True, kinds=[EnterpriseKind.COMPANY])
    applicant = Applicant(kind=EnterpriseKind.COMPANY, is_sme=None)
    assert verdicts(content, applicant) == [(CheckKind.WHOM, Verdict.ASK)]


def test_facts_come_from_the_register():
    enterprise = EnterpriseFactory(tax_code="", is_foreign_invested=None, kind=EnterpriseKind.COOPERATIVE)
    ProductFactory(enterprise=enterprise, is_exported=True)
    facts = facts_of(enterprise, DAY)
    assert (facts.kind, facts.has_tax_code, facts.is_foreign_invested) == ("cooperative", False, None)
    assert (facts.has_key_product, facts.exports) == (None, True)


def test_the_size_is_the_declared_one_by_the_thresholds_in_force():
    declaration = SizeDeclarationFactory(year=2026)
    SizeThreshold.objects.create(
        sector="production",
        size_class="small",
        labour=100,
        revenue=50_000_000_000,
        capital=20_000_000_000,
        legal_basis="Điều 5",
    )
    facts = facts_of(declaration.enterprise, DAY)
    assert facts.is_sme is True
    assert "Điều 5" in facts.size_reason
    assert facts_of(EnterpriseFactory(), DAY).is_sme is None


def test_a_list_of_contents_costs_one_query_for_all_clauses(django_assert_num_queries):
    plan = content_of(PolicyKind.CONDITION).plan
    SupportContentFactory.create_batch(3, plan=plan)
    contents = list(plan.contents.select_related("plan").prefetch_related("plan__policies"))
    with django_assert_num_queries(0):
        for content in contents:
            assess(content, Applicant())


@pytest.mark.parametrize(
    ("plan", "is_open", "is_closed"),
    [
        ({"year_to": 2030}, True, False),
        ({"year_to": 2025}, True, True),
        ({"year_from": 2027, "year_to": 2030}, True, True),
        ({"year_to": 2030}, False, True),
    ],
)
def test_a_content_takes_applications_while_its_plan_runs_and_dost_leaves_it_open(plan, is_open, is_closed):
    content = SupportContentFactory(plan=PlanFactory(**plan), is_open=is_open)
    assert bool(closed_because(content, DAY)) is is_closed
    assert SupportContent.objects.offered(DAY).filter(pk=content.pk).exists() is not is_closed
