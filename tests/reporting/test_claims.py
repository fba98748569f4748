"""Enterprises that several units claim: found, told, ruled on, and counted once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import Role
from outbox.models import Notice
from reporting.actions.claims import decide_claim
from reporting.models import ClaimRuling, DoubleClaim, Figure, SupportedEnterprise
from reporting.queries.claims import double_claims
from reporting.queries.overlaps import Why
from reporting.queries.results import results_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import PlanFactory, TargetFactory
from tests.factories.reporting import signed_in, stage
from tests.reporting.filling import a_figure, a_line, a_period, a_submission, reported
from tests.reporting.naming import an_enterprise, helped, name_enterprises

pytestmark = pytest.mark.django_db
REASON = "Hợp đồng do Sở Công Thương ký."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def another_unit(set_):
    """A second department with a figure for enterprises in the same period, and its focal point."""
    unit = OrganisationFactory(province=set_.plan.province, name="Sở Nông nghiệp")
    focal = MembershipFactory(organisation=unit, role=Role.FOCAL_POINT).user
    form = set_.period.submissions.create(organisation=unit)
    line = a_line(form)
    return a_figure(line, unit="doanh nghiệp", counted_as="enterprises"), focal


@pytest.fixture
def claimed():
    """A stage on which two units claim one enterprise."""
    set_ = stage()
    figure, focal = another_unit(set_)
    name_enterprises(set_.figure, "Công ty A", "Công ty B", by=set_.focal)
    name_enterprises(figure, "CÔNG TY A", by=focal, content="5s")
    set_.other, set_.other_focal = figure, focal
    return set_


def decide(set_, ruling=ClaimRuling.ONE, **facts):
    [claim] = double_claims(set_.period)
    usual = {"support": claim.pk, "kept": claim.supports[0].pk, "reason": REASON, "by": set_.specialist}
    return decide_claim(set_.period, ruling=ruling, **{**usual, "seen": claim.seen, **facts})


def test_the_same_enterprise_and_content_of_two_units_is_found(claimed, django_assert_num_queries):
    with django_assert_num_queries(2):
        [claim] = double_claims(claimed.period)
    assert [str(s.organisation) for s in claim.submissions] == ["Sở Công Thương", "Sở Nông nghiệp"]
    assert (str(claim.enterprise), claim.is_decided, claim.seen) == ("Công ty A", False, "")


def test_another_content_another_period_or_the_same_form_is_no_double_claim():
    set_ = stage()
    figure, focal = another_unit(set_)
    name_enterprises(set_.figure, "Công ty A", by=set_.focal)
    name_enterprises(figure, "Công ty A", by=focal, content="ISO 9001")
    later = a_figure(a_line(a_submission(a_period(set_.plan, 2023))), unit="doanh nghiệp")
    helped(later, "Công ty A")
    own = a_figure(set_.line, unit="doanh nghiệp", is_own=True)
    helped(own, "Công ty A")
    assert double_claims(set_.period) == []


def test_both_units_are_told_once_and_again_of_the_ruling(claimed):
    told = Notice.objects.filter(kind="claim")
    assert {n.user for n in told} == {claimed.focal, claimed.leader, claimed.other_focal}
    assert told.count() == 3
    decide(claimed)
    assert Notice.objects.filter(kind="claim").count() == 6
    assert REASON in Notice.objects.filter(kind="claim").order_by("-pk").first().body


def test_a_claim_that_comes_of_a_correction_is_told_like_a_new_one():
    set_ = stage()
    figure, focal = another_unit(set_)
    name_enterprises(set_.figure, "Công ty A", by=set_.focal)
    name_enterprises(figure, "Công ty A", by=focal, content="Kaizen")
    assert Notice.objects.filter(kind="claim").count() == 0
    theirs = figure.supported.get()
    address = f"/phieu/{figure.line.submission_id}/ho-so/doanh-nghiep/{theirs.pk}/"
    for _twice in range(2):
        signed_in(focal).post(address, {"content": "5s"})
    assert {n.user for n in Notice.objects.filter(kind="claim")} == {set_.focal, set_.leader, focal}


def test_the_enterprise_of_a_record_stays_whatever_is_sent(claimed):
    other = an_enterprise(claimed.plan.province, "Công ty Z")
    theirs = claimed.other.supported.get()
    address = f"/phieu/{claimed.other.line.submission_id}/ho-so/doanh-nghiep/{theirs.pk}/"
    answer = signed_in(claimed.other_focal).post(address, {"content": "5S", "enterprise": other.pk})
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.enterprise.name, theirs.content) == (200, "Công ty A", "5s")
    assert [*answer.context["form"].errors] == ["enterprise"]


def test_a_ruling_is_noted_down_about_itself_and_each_form(claimed):
    decision = decide(claimed)
    for record in (decision, claimed.submission, claimed.other.line.submission):
        entry = Entry.objects.about(record).get(action="decide_claim")
        assert (entry.note, entry.facts["kept"]) == (REASON, "Sở Công Thương")


def test_only_dost_decides_with_a_reason_and_for_one_of_the_claims(claimed):
    for facts, code in [
        ({"by": claimed.focal}, "not_permitted"),
        ({"reason": " "}, None),
        ({"kept": None}, None),
        ({"kept": 0}, None),
        ({"support": 0}, "gone"),
    ]:
        with pytest.raises(RuleBroken) as no:
            decide(claimed, **facts)
        assert getattr(no.value, "code", None) == code
    assert DoubleClaim.objects.count() == 0


def test_who_decides_after_somebody_else_is_told(claimed):
    first = decide(claimed)
    with pytest.raises(RuleBroken) as no:
        decide(claimed, ClaimRuling.BOTH, seen="")
    assert no.value.code == "stale"
    decide(claimed, ClaimRuling.BOTH, reason="Hai hợp đồng khác nhau.")
    first.refresh_from_db()
    assert (first.ruling, first.kept) == (ClaimRuling.BOTH, None)
    assert Entry.objects.filter(action="decide_claim", record_type="reporting.doubleclaim").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_in_the_same_moment_make_one_ruling():
    set_ = stage()
    figure, focal = another_unit(set_)
    name_enterprises(set_.figure, "Công ty A", by=set_.focal)
    name_enterprises(figure, "Công ty A", by=focal)

    def rule(ruling):
        try:
            decide(set_, ruling, seen="")
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(rule, [ClaimRuling.ONE, ClaimRuling.BOTH])) == ["decided", "stale"]
    assert DoubleClaim.objects.count() == 1


def test_a_ruling_whose_claim_was_taken_away_decides_nothing_any_more(claimed):
    decision = decide(claimed)
    SupportedEnterprise.objects.get(pk=decision.kept_id).delete()
    assert double_claims(claimed.period) == []
    name_enterprises(claimed.figure, "Công ty A", by=claimed.focal)
    [claim] = double_claims(claimed.period)
    assert not claim.is_decided


# the sums


@pytest.fixture
def plan():
    return PlanFactory(year_from=2021, year_to=2025)


def two_units(plan, **second):
    """Two accepted forms that name enterprises for one target: A and B; B and C."""
    target, period = TargetFactory(plan=plan, unit="doanh nghiệp"), a_period(plan)
    ours = reported(period, target, None)
    theirs = reported(period, target, None, unit="Sở Y tế", filed_on=period.due_on.replace(day=1))
    helped(ours, "Công ty A", "Công ty B")
    helped(theirs, "Công ty B", "Công ty C", **second)
    return target, period, ours, theirs


def year_of(plan):
    [result] = results_of(plan, 2023).targets
    return result.year


def test_an_undecided_claim_counts_once_for_the_form_filed_first(plan):
    _target, _period, ours, theirs = two_units(plan)
    told = year_of(plan)
    assert told.value == 3
    [aside] = told.aside
    assert (aside.figure, aside.kept, aside.name, aside.why) == (ours, theirs, "Công ty B", Why.CLAIMED)


def test_an_enterprise_helped_twice_with_different_things_is_one_enterprise(plan):
    two_units(plan, content="ISO 9001")
    told = year_of(plan)
    assert (told.value, [each.why for each in told.aside]) == (3, [Why.AGAIN])


def ruled(period, theirs, ruling, kept=None):
    support = theirs.supported.get(enterprise__name="Công ty B")
    return DoubleClaim.objects.create(
        period=period,
        enterprise=support.enterprise,
        content_folded="5s",
        ruling=ruling,
        kept=kept,
        reason=REASON,
        decided_at=timezone.now(),
        decided_by=UserFactory(),
    )


def test_a_ruling_says_for_whom_it_counts(plan):
    _target, period, ours, theirs = two_units(plan)
    ruled(period, theirs, "one", ours.supported.get(enterprise__name="Công ty B"))
    [aside] = year_of(plan).aside
    assert (aside.figure, aside.kept, aside.why) == (theirs, ours, Why.RULED)
    assert year_of(plan).value == 3


def test_separate_supports_count_each(plan):
    _target, period, _ours, theirs = two_units(plan)
    ruled(period, theirs, "both")
    assert (year_of(plan).value, year_of(plan).aside) == (4, ())


def test_a_number_typed_over_the_count_stands_and_what_it_names_is_not_counted_again(plan):
    _target, _period, ours, theirs = two_units(plan)
    Figure.objects.filter(pk=ours.pk).update(to_date=10, typed_reason="Tám doanh nghiệp không nêu tên")
    told = year_of(plan)
    assert (told.value, [each.figure for each in told.aside]) == (11, [theirs])


def test_the_estimate_leaves_out_what_the_result_leaves_out(plan):
    _target, _period, ours, theirs = two_units(plan)
    Figure.objects.filter(pk=ours.pk).update(estimate=5)
    Figure.objects.filter(pk=theirs.pk).update(estimate=4)
    [result] = results_of(plan, 2023).targets
    assert (result.year.value, result.estimate.value, result.warnings) == (3, 8, ())


def test_the_next_year_counts_an_enterprise_anew(plan):
    target, _period, *_figures = two_units(plan)
    helped(reported(a_period(plan, 2024), target, None), "Công ty A")
    [result] = results_of(plan, 2024).targets
    assert (result.year.value, result.cumulative.value) == (1, 4)


def test_reading_results_costs_the_same_however_many_claims(plan, django_assert_num_queries):
    two_units(plan)
    with django_assert_num_queries(9):
        results_of(plan, 2023)
    for figure in Figure.objects.all():
        helped(figure, *(f"Công ty {n}" for n in range(20)), content="Kaizen")
    with django_assert_num_queries(9):
        results_of(plan, 2023)
