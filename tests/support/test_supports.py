"""A granted support from contract to end: who may, what is refused, what is noted and told."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from common.errors import RuleBroken
from enterprises.models import Certificate
from journal.models import Entry
from outbox.models import Notice
from support.actions.acceptances import Named, accept, name_outcome, strike_outcome
from support.actions.certificates import Issued, certify
from support.actions.contracts import amend_contract, begin, sign_contract
from support.actions.disbursements import pay, recover
from support.actions.effects import ask_for_effects, declare_effect
from support.actions.endings import renounce, settle, terminate
from support.actions.milestones import drop_milestone, finish_milestone, plan_milestone
from support.models import Disbursement, Support
from support.queries.supports import account_of, is_late, most_to_pay, open_ends
from tests.factories.programmes import TargetFactory
from tests.factories.support import SupportLevelFactory, support_stage
from tests.support.supports import SIGNED, TODAY, accepted, contract, contracted, granted

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


@pytest.fixture
def stage():
    stage = support_stage()
    for kind in ("enterprise", "product", "certificate"):
        stage.content.counted_for.create(target=TargetFactory(plan=stage.plan), kind=kind)
    return stage


def paid(support, stage, amount, document="GRDT 1"):
    return pay(support, amount=amount, paid_on=SIGNED, document=document, by=stage.specialist)


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def steps(support):
    return list(Entry.objects.about(support).order_by("pk").values_list("action", "by__email"))


def test_a_contract_is_entered_noted_and_told(stage):
    support = contracted(stage)
    assert (support.state, support.contract_number, support.contract_value) == (
        "contracted",
        "15/HĐ-SKHCN",
        200 * MILLION,
    )
    assert steps(support) == [("sign_contract", stage.specialist.email)]
    assert len(told(stage.applicant)) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": TODAY + dt.timedelta(1)}, "on"),
        ({"on": dt.date(2026, 1, 14)}, "on"),
        ({"ends_on": dt.date(2026, 2, 1)}, "ends_on"),
    ],
)
def test_a_contract_with_days_that_cannot_be_is_refused(stage, facts, field):
    with pytest.raises(RuleBroken) as no:
        sign_contract(granted(stage), contract(**facts), by=stage.specialist, today=TODAY)
    assert list(no.value.error_dict) == [field]


def test_a_contract_is_signed_once(stage):
    support = contracted(stage)
    with pytest.raises(RuleBroken) as no:
        sign_contract(support, contract(), by=stage.specialist, today=TODAY)
    assert no.value.code == "moved_on"


def test_amended_data_are_noted_with_what_stood_there_and_stay_above_what_was_paid(stage):
    level = SupportLevelFactory(content=stage.content, rate=50)
    support = contracted(stage, level=level)
    paid(support, stage, 80 * MILLION)
    with pytest.raises(RuleBroken) as no:
        amend_contract(
            support, contract(value=150 * MILLION), reason="PL 01", by=stage.specialist, today=TODAY
        )
    assert list(no.value.error_dict) == ["value"]
    amend_contract(support, contract(value=180 * MILLION), reason="PL 01", by=stage.specialist, today=TODAY)
    entry = Entry.objects.about(support).first()
    assert (entry.note, entry.facts["was"]) == ("PL 01", {"contract_value": "200000000"})


def test_the_enterprise_may_not_walk_the_steps_of_dost(stage):
    with pytest.raises(RuleBroken) as no:
        sign_contract(granted(stage), contract(), by=stage.applicant, today=TODAY)
    assert no.value.code == "not_permitted"


def test_a_specialist_may_not_terminate(stage):
    with pytest.raises(RuleBroken) as no:
        terminate(contracted(stage), reason="x", to_recover=0, by=stage.specialist, on=TODAY)
    assert no.value.code == "not_permitted"


def test_milestones_are_set_late_reached_and_taken_out(stage):
    support = contracted(stage)
    first = plan_milestone(support, title="Đánh giá", due_on=TODAY, by=stage.specialist)
    second = plan_milestone(support, title="Đào tạo", due_on=None, by=stage.specialist)
    assert [is_late(first, TODAY), is_late(first, TODAY + dt.timedelta(1)), is_late(second, TODAY)] == [
        False,
        True,
        False,
    ]
    with pytest.raises(RuleBroken):
        plan_milestone(support, title="Đánh giá", due_on=TODAY, by=stage.specialist)
    first = finish_milestone(first, done_on=TODAY, by=stage.specialist)
    assert not is_late(first, TODAY + dt.timedelta(1))
    with pytest.raises(RuleBroken) as no:
        finish_milestone(first, done_on=TODAY, by=stage.specialist)
    assert no.value.code == "moved_on"
    drop_milestone(second, reason="Phụ lục", by=stage.specialist)
    assert [m.title for m in support.milestones.all()] == ["Đánh giá"]


def test_payments_never_pass_the_amount_granted(stage):
    support = contracted(stage)
    paid(support, stage, 60 * MILLION)
    with pytest.raises(RuleBroken) as no:
        paid(support, stage, 40 * MILLION + 1, "GRDT 2")
    assert no.value.code == "too_much"
    paid(support, stage, 40 * MILLION, "GRDT 2")
    assert account_of(support).left == 0


def test_payments_never_pass_the_rate_of_the_contract(stage):
    level = SupportLevelFactory(content=stage.content, rate=Decimal("33.33"))
    support = contracted(stage, level=level)
    assert most_to_pay(support)[0] == 66_660_000
    with pytest.raises(RuleBroken):
        paid(support, stage, 66_660_001)


def test_the_same_document_is_entered_once(stage):
    support = contracted(stage)
    paid(support, stage, MILLION)
    with pytest.raises(RuleBroken) as no:
        paid(support, stage, MILLION)
    assert no.value.code == "twice"


@pytest.mark.parametrize("paid_on", [SIGNED - dt.timedelta(1)])
def test_nothing_is_paid_before_the_contract(stage, paid_on):
    with pytest.raises(RuleBroken):
        paid(granted(stage), stage, MILLION)
    with pytest.raises(RuleBroken):
        pay(contracted(stage), amount=1, paid_on=paid_on, document="x", by=stage.specialist)


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_the_same_moment_never_pass_the_amount_together(stage):
    support = contracted(stage)

    def try_to_pay(document):
        try:
            return paid(Support.objects.get(pk=support.pk), stage, 60 * MILLION, document)
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        ends = list(people.map(try_to_pay, ["GRDT 1", "GRDT 2"]))
    assert sorted(isinstance(end, Disbursement) for end in ends) == [False, True]
    assert "too_much" in ends
    assert account_of(support).paid == 60 * MILLION


def test_acceptance_names_outcomes_once_each(stage):
    support = accepted(
        stage, ("enterprise", stage.enterprise.name), ("product", "Nước mắm"), ("product", "NƯỚC  mắm")
    )
    assert sorted(support.outcomes.values_list("kind", "name", "reached_on")) == [
        ("enterprise", stage.enterprise.name, dt.date(2026, 10, 1)),
        ("product", "Nước mắm", dt.date(2026, 10, 1)),
    ]
    assert [action for action, _by in steps(support)] == [
        "sign_contract",
        "accept",
        "name_outcome",
        "name_outcome",
    ]


def test_an_outcome_no_target_counts_is_refused_and_nothing_is_accepted(stage):
    with pytest.raises(RuleBroken):
        accepted(stage, ("award", "Giải thưởng chất lượng"))
    assert Support.objects.get().state == "contracted"


def test_acceptance_on_a_day_that_cannot_be_is_refused(stage):
    support = contracted(stage)
    for day in (TODAY + dt.timedelta(1), SIGNED - dt.timedelta(1)):
        with pytest.raises(RuleBroken):
            accept(support, accepted_on=day, result="x", outcomes=[], by=stage.specialist, today=TODAY)


def test_an_outcome_that_came_later_is_named_once(stage):
    support = accepted(stage)
    later = {"reached_on": dt.date(2026, 11, 1), "by": stage.specialist, "today": TODAY}
    name_outcome(support, Named("certificate", "ISO 9001"), **later)
    with pytest.raises(RuleBroken) as no:
        name_outcome(support, Named("certificate", "iso 9001"), **later)
    assert no.value.code == "twice"


def test_a_struck_outcome_keeps_its_name_reason_and_day(stage):
    support = accepted(stage, ("product", "Chả mực"))
    outcome = strike_outcome(support.outcomes.get(), reason="Thu hồi", by=stage.specialist, on=TODAY)
    assert (outcome.struck_on, outcome.struck_by, outcome.struck_reason) == (
        TODAY,
        stage.specialist,
        "Thu hồi",
    )
    with pytest.raises(RuleBroken):
        strike_outcome(outcome, reason="x", by=stage.specialist, on=TODAY)


def test_a_certificate_stands_with_the_enterprise_and_the_outcome(stage):
    support = accepted(stage, ("certificate", "ISO 9001:2015"))
    issued = Issued("system", "ISO 9001:2015", "VN-1", "Quacert", "Sản xuất", SIGNED, dt.date(2029, 3, 1))
    certificate = certify(support, issued, outcome=support.outcomes.get(), by=stage.specialist)
    assert stage.enterprise.certificates.get() == certificate
    assert support.outcomes.get().certificate == certificate


def test_a_certificate_the_enterprise_entered_itself_is_found_and_filled_in(stage):
    own = Certificate.objects.create(
        enterprise=stage.enterprise, kind="system", title="ISO 9001:2015", number="vn-1", scope="Của tôi"
    )
    issued = Issued("system", "ISO 9001:2015", "VN-1", "Quacert", "", SIGNED, None)
    certificate = certify(contracted(stage), issued, by=stage.specialist)
    assert (certificate.pk, certificate.body, certificate.scope) == (own.pk, "Quacert", "Của tôi")


def test_a_support_is_settled_only_when_nothing_is_open(stage):
    support = contracted(stage)
    step = plan_milestone(support, title="Đào tạo", due_on=None, by=stage.specialist)
    support = accept(support, accepted_on=TODAY, result="Đạt", outcomes=[], by=stage.specialist, today=TODAY)
    assert len(open_ends(support)) == 2
    with pytest.raises(RuleBroken) as no:
        settle(support, by=stage.specialist, on=TODAY)
    assert no.value.code == "open"
    finish_milestone(step, done_on=TODAY, by=stage.specialist)
    paid(support, stage, 100 * MILLION)
    assert settle(support, by=stage.specialist, on=TODAY).closed_on == TODAY


def test_termination_strikes_the_outcomes_and_asks_money_back(stage):
    support = accepted(stage, ("enterprise", stage.enterprise.name), ("product", "Chả mực"))
    paid(support, stage, 70 * MILLION)
    with pytest.raises(RuleBroken):
        terminate(support, reason="Kê khai sai", to_recover=71 * MILLION, by=stage.leader, on=TODAY)
    support = terminate(support, reason="Kê khai sai", to_recover=70 * MILLION, by=stage.leader, on=TODAY)
    assert support.state == "terminated"
    assert not support.outcomes.counting().exists()
    assert account_of(support).owed == 70 * MILLION
    assert Entry.objects.about(support).filter(action="strike_outcome", note="Kê khai sai").count() == 2
    with pytest.raises(RuleBroken):
        recover(support, amount=70 * MILLION + 1, paid_on=TODAY, document="PT 1", by=stage.specialist)
    recover(support, amount=70 * MILLION, paid_on=TODAY, document="PT 1", by=stage.specialist)
    assert account_of(support).owed == 0


def test_what_came_back_before_the_termination_is_not_asked_back_again_nor_forgiven(stage):
    support = accepted(stage)
    paid(support, stage, 70 * MILLION)
    recover(support, amount=30 * MILLION, paid_on=TODAY, document="PT 1", by=stage.specialist)
    with pytest.raises(RuleBroken):
        terminate(support, reason="Sai", to_recover=41 * MILLION, by=stage.leader, on=TODAY)
    support = terminate(support, reason="Sai", to_recover=40 * MILLION, by=stage.leader, on=TODAY)
    account = account_of(support)
    assert (account.to_recover, account.recovered, account.owed) == tuple(
        part * MILLION for part in (70, 30, 40)
    )


def test_the_enterprise_gives_up_and_dost_is_told(stage):
    support = begin(contracted(stage), by=stage.specialist)
    support = renounce(support, reason="Đổi hướng 100%", by=stage.applicant, on=TODAY)
    assert (support.state, support.given_up_reason) == ("renounced", "Đổi hướng 100%")
    assert len(told(stage.specialist)) == 1
    with pytest.raises(RuleBroken):
        renounce(support, reason="x", by=stage.applicant, on=TODAY)


def test_the_effect_is_said_by_the_enterprise_and_put_right_with_a_trace(stage):
    support = accepted(stage)
    said = {"year": 2026, "is_still_certified": None, "on": TODAY}
    declare_effect(support, text="Giảm lỗi", gain=Decimal("3.5"), by=stage.applicant, **said)
    declare_effect(support, text="Giảm lỗi 2%", gain=None, by=stage.applicant, **said)
    assert [(e.text, e.gain) for e in support.effects.all()] == [("Giảm lỗi 2%", None)]
    assert Entry.objects.about(support).first().facts["was"] == "Giảm lỗi"
    for year, by in ((2025, stage.applicant), (2027, stage.applicant), (2026, stage.specialist)):
        with pytest.raises(RuleBroken):
            declare_effect(support, text="x", gain=None, by=by, **{**said, "year": year})


def test_enterprises_are_asked_for_the_effect_once_a_year(stage):
    support = accepted(stage, on=dt.date(2026, 10, 1))
    assert ask_for_effects(TODAY) == 0
    assert ask_for_effects(dt.date(2027, 9, 30)) == 0
    assert ask_for_effects(dt.date(2027, 10, 1)) == 1
    assert ask_for_effects(dt.date(2027, 10, 20)) == 0
    assert ask_for_effects(dt.date(2028, 10, 2)) == 1
    declare_effect(
        support, year=2029, text="x", gain=None, is_still_certified=True, by=stage.applicant,
        on=dt.date(2029, 9, 1),
    )  # fmt: skip
    assert ask_for_effects(dt.date(2029, 10, 2)) == 0


def test_who_was_asked_in_december_is_not_asked_again_in_january_but_the_december_after(stage):
    Support.objects.filter(pk=accepted(stage).pk).update(accepted_on=dt.date(2025, 12, 20))
    days = [dt.date(2026, 12, 20), dt.date(2027, 1, 5), dt.date(2027, 12, 20)]
    assert [ask_for_effects(day) for day in days] == [1, 0, 1]


def test_who_is_asked_only_after_new_year_is_asked_about_the_year_of_the_anniversary(stage):
    support = accepted(stage)
    Support.objects.filter(pk=support.pk).update(accepted_on=dt.date(2025, 12, 20))
    assert ask_for_effects(dt.date(2027, 1, 5)) == 1
    assert Notice.objects.filter(key=f"support:{support.pk}:effect-2026").exists()


def test_an_acceptance_is_measured_by_the_contract_as_it_stands_now(stage):
    support = contracted(stage)
    seen = Support.objects.get(pk=support.pk)
    later = contract(on=dt.date(2026, 9, 1), ends_on=None)
    amend_contract(support, later, reason="Phụ lục", by=stage.specialist, today=TODAY)
    said = {"result": "Đạt", "outcomes": [], "by": stage.specialist, "today": TODAY}
    with pytest.raises(RuleBroken):
        accept(seen, accepted_on=dt.date(2026, 8, 1), **said)


def test_somebody_who_may_no_longer_is_refused_everywhere(stage):
    support = accepted(stage)
    stranger = support_stage().leader
    acts = [
        lambda: paid(support, type("S", (), {"specialist": stranger}), 1),
        lambda: terminate(support, reason="x", to_recover=0, by=stranger, on=TODAY),
        lambda: settle(support, by=stranger, on=TODAY),
        lambda: name_outcome(support, Named("product", "x"), reached_on=TODAY, by=stranger, today=TODAY),
    ]
    for act in acts:
        with pytest.raises(RuleBroken) as no:
            act()
        assert no.value.code == "not_permitted"
