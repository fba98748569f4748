"""What outcomes amount to: distinct, of one source, within days; the list behind a number."""

import datetime as dt

import pytest
from django.urls import reverse

from support.queries.outcomes import outcomes_of
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programmes import TargetFactory
from tests.factories.support import SupportContentFactory, SupportFactory, support_stage

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 11, 10)


@pytest.fixture
def stage():
    return support_stage()


def counting(content, kind="enterprise", **facts):
    """A target the content counts for, whose source is outcomes."""
    target = TargetFactory(plan=content.plan, **{"counted_from": "outcomes", **facts})
    content.counted_for.create(target=target, kind=kind)
    return target


def reached(content, enterprise, name="", kind="enterprise", on=LAST, **facts):
    """An outcome of an accepted support of ``enterprise``."""
    support = SupportFactory(
        content=content, enterprise=enterprise, state="accepted", contract_on=on, accepted_on=on
    )
    return support.outcomes.create(kind=kind, name=name or enterprise.name, reached_on=on, **facts)


def value(target, first=FIRST, last=LAST):
    return outcomes_of([target], last).of_target(target.pk, first, last).value


def test_an_enterprise_counts_once_under_all_its_tax_codes(stage):
    target = counting(stage.content)
    other = SupportContentFactory(plan=stage.plan)
    other.counted_for.create(target=target, kind="enterprise")
    branch = EnterpriseFactory(province=stage.province, tax_code=f"{stage.enterprise.tax_code}-001")
    reached(stage.content, stage.enterprise, on=dt.date(2026, 3, 1))
    reached(other, stage.enterprise)
    reached(other, branch)
    reached(stage.content, EnterpriseFactory(province=stage.province))
    assert value(target) == 2


def test_products_of_one_enterprise_count_each_and_one_named_twice_once(stage):
    target = counting(stage.content, "product")
    reached(stage.content, stage.enterprise, "Nước mắm Cát Hải", "product")
    reached(stage.content, stage.enterprise, "NƯỚC MẮM  Cát Hải", "product")
    reached(stage.content, stage.enterprise, "Chả mực", "product")
    reached(stage.content, EnterpriseFactory(province=stage.province), "Chả mực", "product")
    assert value(target) == 3


def test_only_the_kind_the_target_counts_counts(stage):
    target = counting(stage.content, "product")
    reached(stage.content, stage.enterprise, kind="enterprise")
    assert value(target) == 0


def test_days_bound_what_counts_and_both_ends_are_in(stage):
    target = counting(stage.content)
    for day in (FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1)):
        reached(stage.content, EnterpriseFactory(province=stage.province), on=day)
    assert value(target) == 2
    assert value(target, first=dt.date(2025, 1, 1)) == 3


def test_a_struck_outcome_counts_no_more(stage):
    target = counting(stage.content)
    reached(
        stage.content,
        stage.enterprise,
        struck_on=LAST,
        struck_by=stage.leader,
        struck_reason="Kê khai sai",
    )
    assert value(target) == 0


def test_a_target_that_counts_from_submissions_has_no_outcomes_unless_asked_whatever_its_source(stage):
    target = counting(stage.content, counted_from="submissions")
    reached(stage.content, stage.enterprise)
    assert value(target) == 0
    ledger = outcomes_of([target], LAST, whatever_source=True)
    assert ledger.of_target(target.pk, FIRST, LAST).value == 1


def test_plans_of_merged_provinces_count_each_their_own(stage):
    mine = counting(stage.content)
    sister = SupportContentFactory(kin=stage.content.kin, plan__year_from=2021, plan__year_to=2030)
    theirs = counting(sister)
    reached(stage.content, stage.enterprise)
    reached(sister, stage.enterprise)
    reached(sister, EnterpriseFactory(province=stage.province))
    assert (value(mine), value(theirs)) == (1, 2)


@pytest.mark.parametrize("count", [1, 4])
def test_counting_costs_two_queries(stage, count, django_assert_num_queries):
    targets = [counting(SupportContentFactory(plan=stage.plan)) for _ in range(count)]
    for target in targets:
        for _ in range(count):
            reached(target.contents.get(), EnterpriseFactory(province=stage.province))
    with django_assert_num_queries(2):
        ledger = outcomes_of(targets, LAST)
        assert [ledger.of_target(t.pk, FIRST, LAST).value for t in targets] == [count] * count


def test_a_number_leads_to_its_list(stage):
    target = counting(stage.content)
    outcome = reached(stage.content, stage.enterprise)
    struck = reached(
        stage.content,
        EnterpriseFactory(province=stage.province),
        struck_on=LAST,
        struck_by=stage.leader,
        struck_reason="Kê khai sai",
    )
    late = reached(stage.content, EnterpriseFactory(province=stage.province), on=LAST + dt.timedelta(1))
    tally = outcomes_of([target], LAST).of_target(target.pk, FIRST, LAST)
    page = stage.client(stage.specialist).get(tally.address)
    assert [outcome.pk for outcome, _again in page.context["rows"]] == [outcome.pk]
    assert page.context["struck"] == [struck]
    assert page.context["tally"].value == 1
    assert late.support.get_absolute_url() not in page.text
    assert outcome.support.get_absolute_url() in page.text
    assert outcome.support.item.application.get_absolute_url() in page.text


def test_an_enterprise_sees_its_own_outcomes_and_no_total(stage):
    target = counting(stage.content)
    reached(stage.content, EnterpriseFactory(province=stage.province))
    mine = reached(stage.content, stage.enterprise)
    page = stage.client(stage.applicant).get(reverse("support:outcome_list"), {"chi-tieu": target.pk})
    assert [outcome for outcome, _again in page.context["rows"]] == [mine]
    assert page.context["tally"] is None


def test_a_stranger_sees_no_outcome(stage):
    target = counting(stage.content)
    reached(stage.content, stage.enterprise)
    page = stage.client(UserFactory()).get(reverse("support:outcome_list"), {"chi-tieu": target.pk})
    assert list(page.context["rows"]) == []


@pytest.mark.parametrize("asked", [{"chi-tieu": "x"}, {"tu": "31/02"}, {"dong": ""}, {"den": "9999-99-99"}])
def test_an_address_somebody_mistyped_shows_what_it_can(stage, asked):
    assert stage.client(stage.specialist).get(reverse("support:outcome_list"), asked).status_code == 200


def test_a_target_that_is_not_there_is_not_there(stage):
    assert (
        stage.client(stage.specialist).get(reverse("support:outcome_list"), {"chi-tieu": 9**9}).status_code
        == 404
    )
