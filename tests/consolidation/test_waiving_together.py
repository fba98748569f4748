"""One reason for several warnings of one check."""

import pytest
from django.urls import reverse
from django.utils import translation

from common.errors import RuleBroken
from consolidation.actions.checking import check
from consolidation.actions.waiving import demand_again, waive_several
from consolidation.models import Report, Waiver
from journal.models import Entry
from reporting.states import SubmissionState
from tests.consolidation.lives import TODAY, a_house
from tests.factories.reporting import signed_in
from tests.reporting.filling import a_submission
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db
REASON = "Đã đôn đốc, ghi nhận trong báo cáo."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def house():
    """Three units that declared “nothing happened” and did not say why."""
    return a_silent_house(3)


def a_silent_house(count):
    house = a_house()
    for number in range(count):
        a_submission(house.period, f"Sở số {number}", SubmissionState.ACCEPTED, is_nil=True, nil_reason="-")
    house.report = Report.objects.with_place().get(pk=house.report.pk)
    return house


def alike(house):
    """The check with several open warnings, and where they are."""
    places = [
        found.place for found in check(house.report, on=TODAY()).warnings if found.check == "nil_reason"
    ]
    return "nil_reason", places


def act(house, places, reason=REASON, by=None):
    return waive_several(
        report=house.report, finding="nil_reason", places=places, reason=reason, by=by or house.specialist,
        on=TODAY(),
    )  # fmt: skip


def kept():
    return Waiver.objects.filter(finding="nil_reason")


def journalled(house):
    return Entry.objects.about(house.report).filter(action="waive", note=REASON).count()


def test_one_reason_is_kept_for_each_and_journalled_one_by_one(house):
    _check, places = alike(house)
    act(house, places)
    assert set(kept().values_list("place", "reason")) == {(place, REASON) for place in places}
    assert (len(places), journalled(house), alike(house)[1]) == (3, 3, [])


def test_a_second_click_changes_nothing_and_another_reason_replaces(house):
    _check, places = alike(house)
    first = act(house, places)
    again = act(house, places, by=house.leader)
    assert [(w.pk, w.by, w.at) for w in again] == [(w.pk, w.by, w.at) for w in first]
    assert (kept().count(), journalled(house)) == (3, 3)
    act(house, places[:1], reason="Lý do khác.")
    assert sorted(kept().values_list("reason", flat=True)) == sorted(["Lý do khác.", REASON, REASON])


def test_all_of_them_or_none(house):
    _check, places = alike(house)
    for wrong in ([*places, "gone"], ["gone"]):
        with pytest.raises(RuleBroken) as no:
            act(house, wrong)
        assert no.value.code == "moved_on"
    assert (kept().count(), journalled(house)) == (0, 0)


def test_the_page_ticks_all_of_them_and_keeps_one_reason(house):
    client, address = (
        signed_in(house.specialist),
        reverse("consolidation:report_checks", args=[house.report.pk]),
    )
    check_key, places = alike(house)
    page = client.get(address)
    warnings = len(check(house.report, on=TODAY()).warnings)
    assert (f"{warnings} warnings need a reason." in page.content.decode(), warnings) == (True, 3)
    (form,) = [group.form for group in page.context["part"]["warnings"] if group.form]
    assert [(box.data["value"], box.data["selected"]) for box in form["place"]] == [(p, True) for p in places]
    assert [label for _value, label in form.fields["place"].choices] == [f"Sở số {n}" for n in range(3)]
    sent = {"finding": check_key, "together": "True", "place": places[:2], "reason": ""}
    refused = client.post(address, sent)
    (form,) = [group.form for group in refused.context["part"]["warnings"] if group.form]
    assert (form.open, form.errors["reason"]) == (True, ["Say why the warning may be let pass."])
    assert [box.data["selected"] for box in form["place"]] == [True, True, False]
    shown = [one.form.open for group in refused.context["part"]["warnings"] for one in group.shown]
    assert not any(shown)
    nothing = client.post(address, sent | {"place": [], "reason": REASON})
    (form,) = [group.form for group in nothing.context["part"]["warnings"] if group.form]
    assert form.errors["place"] == ["Tick the warnings the reason is for."]
    assert kept().count() == 0
    done = client.post(address, sent | {"reason": REASON}, follow=True)
    assert "kept for 2 warnings" in done.content.decode()
    assert (kept().count(), [group.form for group in done.context["part"]["warnings"] if group.form]) == (
        2,
        [],
    )


def test_one_reason_for_several_of_which_one_is_left_is_asked_again_at_its_place(house):
    client = signed_in(house.specialist)
    address = reverse("consolidation:report_checks", args=[house.report.pk])
    _check, places = alike(house)
    act(house, places[:2])
    sent = {"finding": "nil_reason", "together": "True", "place": places[2:], "reason": ""}
    refused = client.post(address, sent)
    (group,) = refused.context["part"]["warnings"]
    assert group.form.errors["reason"] == ["Say why the warning may be let pass."]
    assert refused.context["no"] is None


@pytest.mark.django_db(transaction=True)
def test_who_gives_and_takes_reasons_at_the_same_moment_leaves_one_for_each_and_every_act_journalled():
    house = a_silent_house(3)
    _check, places = alike(house)
    act(house, places[:1], reason="Cũ.")
    old = Waiver.objects.get(place=places[0])
    people = [type(each).objects.get(pk=each.pk) for each in (house.specialist, house.leader)]
    came = at_once(
        *(lambda by=by: bool(act(house, places, by=by)) for by in people),
        *(lambda by=by: demand_again(waiver=old, by=by) and None for by in people),
    )
    assert came[2:] == ["done", "done"]
    assert set(came[:2]) <= {True, "moved_on"}
    acts = Entry.objects.about(house.report)
    given, taken = acts.filter(action="waive"), acts.filter(action="demand_again")
    assert taken.count() == 1
    assert given.filter(note=REASON).count() - kept().filter(reason=REASON).count() in (0, 1)
    assert kept().filter(place__in=places[1:]).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_part_with_the_checks_costs_the_same_for_any_number_of_warnings(
    count, client, django_assert_num_queries
):
    house = a_silent_house(count)
    client.force_login(house.specialist)
    address = reverse("consolidation:report_checks", args=[house.report.pk])
    client.get(address, headers={"hx-request": "true"})
    with django_assert_num_queries(41):
        client.get(address, headers={"hx-request": "true"})
