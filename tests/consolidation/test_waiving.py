"""Warnings let pass with a reason, and the page on which that is done."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from common.errors import RuleBroken
from consolidation.actions.checking import check
from consolidation.actions.waiving import demand_again, waive
from consolidation.models import Report, Waiver
from journal.models import Entry
from reporting.models import ReportSetting
from tests.consolidation.lives import TODAY, a_house, approved, in_review, issued
from tests.factories.accounts import AdministratorFactory
from tests.factories.consolidation import PassageFactory
from tests.factories.reporting import signed_in

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def house():
    house = a_house()
    ReportSetting.objects.filter(period=house.period).update(signer="")
    house.report = Report.objects.with_place().get(pk=house.report.pk)
    return house


def warning(house):
    (found,) = check(house.report, on=TODAY()).warnings
    return found


def act(house, by=None, **facts):
    found = warning(house)
    facts = {"finding": found.check, "place": found.place, "reason": "Ghi tên khi ký."} | facts
    return waive(report=house.report, by=by or house.specialist, on=TODAY(), **facts)


def code(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def test_a_reason_lets_a_warning_pass_until_it_is_taken_back(house):
    assert len(check(house.report, on=ON).warnings) == 1
    waiver = act(house)
    checked = check(house.report, on=TODAY())
    assert (checked.warnings, checked.named(waiver.finding, waiver.place).waiver) == ((), waiver)
    demand_again(waiver=waiver, by=house.specialist)
    assert warning(house).check == "signature"
    acts = Entry.objects.about(house.report).exclude(action="start_report").order_by("pk")
    assert list(acts.values_list("action", flat=True))[-2:] == ["waive", "demand_again"]


def test_a_second_reason_replaces_the_first(house):
    found = warning(house)
    act(house)
    waive(
        report=house.report, finding=found.check, place=found.place, reason="Chưa phân công.", by=house.leader,
        on=TODAY(),
    )  # fmt: skip
    kept = Waiver.objects.get(finding="signature")
    assert (kept.reason, kept.by) == ("Chưa phân công.", house.leader)


def test_another_reason_is_of_another_moment_and_the_same_one_is_not(house):
    first = act(house)
    long_ago = first.at - dt.timedelta(30)
    Waiver.objects.filter(pk=first.pk).update(at=long_ago)
    report, by = house.report, house.leader
    again = {"report": report, "finding": first.finding, "place": first.place, "by": by, "on": TODAY()}
    assert waive(reason=first.reason, **again).at == long_ago
    assert waive(reason="Chưa phân công.", **again).at >= first.at


def test_a_reason_is_taken_back_once_and_as_it_was_then(house):
    waiver = act(house)
    waive(
        report=house.report, finding=waiver.finding, place=waiver.place, reason="Chưa phân công.",
        by=house.leader, on=TODAY(),
    )  # fmt: skip
    for _click in range(2):
        demand_again(waiver=waiver, by=house.specialist)
    acts = Entry.objects.about(house.report).filter(action="demand_again")
    assert list(acts.values_list("note", flat=True)) == ["Chưa phân công."]


def test_without_reason_by_strangers_for_errors_or_for_nothing_it_is_refused(house):
    assert code(act, house, reason=" \u200b ") == "no_reason"
    assert code(act, house, place="elsewhere") == "moved_on"
    assert code(act, house, by=house.reader) == "not_permitted"
    ReportSetting.objects.filter(period=house.period).update(addressees=[])
    (error,) = check(house.report, on=ON).errors
    assert code(act, house, finding=error.check, place=error.place) == "error"


def test_a_reason_does_not_pass_for_another_finding(house):
    act(house)
    ReportSetting.objects.filter(period=house.period).update(signer="TS. Nguyễn Văn A")
    assert warning(house).check == "signature"


def test_a_report_with_an_error_or_an_open_warning_is_not_sent(house):
    assert code(in_review, house) == "blocked"
    act(house)
    assert in_review(house).state == "review"


# ---- the page ---------------------------------------------------------------------------------------------------


def address(house, name="report_checks", *more):
    return reverse(f"consolidation:{name}", args=[house.report.pk, *more])


def test_the_page_lets_a_warning_pass_and_asks_for_it_again(house):
    client, found = signed_in(house.specialist), warning(house)
    sent = {"finding": found.check, "place": found.place, "reason": "Ghi tên khi ký."}
    page = client.post(address(house), sent, follow=True)
    assert (page.status_code, [f.check for f in page.context["part"]["checked"].warnings]) == (200, [])
    waiver = Waiver.objects.get(finding="signature")
    page = client.post(address(house, "report_waiver_undo", waiver.pk), follow=True)
    assert [f.check for f in page.context["part"]["checked"].warnings] == ["signature"]


def test_a_second_click_on_taking_back_is_no_error(house):
    client, waiver = signed_in(house.specialist), act(house)
    undo = address(house, "report_waiver_undo", waiver.pk)
    assert [client.post(undo).url for _click in range(2)] == [address(house)] * 2
    assert Entry.objects.about(house.report).filter(action="demand_again").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "x" * 121},
        {"place": "\0"},
        {"place": ["", "'; --"]},
        {"place": []},
        {"finding": "\0"},
        {"finding": "n" * 4000},
        {"finding": "unknown", "reason": ""},
        {"together": "x", "place": ["gone"] * 900, "finding": "unknown"},
    ],
)
def test_whatever_is_sent_the_page_says_no_and_shows_the_words_typed(house, wrong):
    client = signed_in(house.specialist)
    answer = client.post(address(house), {"finding": "gone", "place": "x", "reason": "Đúng năm."} | wrong)
    shown = "Đúng năm." in answer.content.decode()
    assert (answer.status_code, answer.context["no"].code, shown) == (409, "moved_on", "reason" not in wrong)
    assert not Waiver.objects.filter(reason="Đúng năm.").exists()


def test_what_was_typed_is_not_lost_when_it_is_refused(house):
    client = signed_in(house.specialist)
    page = client.post(address(house), {"finding": "years", "place": "gone", "reason": "Đúng năm."})
    assert (page.status_code, "Đúng năm." in page.content.decode()) == (409, True)
    found = warning(house)
    page = client.post(address(house), {"finding": found.check, "place": found.place, "reason": ""})
    ((shown,),) = [alike.shown for alike in page.context["part"]["warnings"]]
    assert (shown.form.errors["reason"], shown.form.open) == (["Say why the warning may be let pass."], True)


def test_an_administrator_sees_the_findings_and_no_form_and_a_reader_no_draft(house):
    administrator = signed_in(AdministratorFactory())
    page = administrator.get(address(house))
    assert [shown.form for alike in page.context["part"]["warnings"] for shown in alike.shown] == [None]
    assert administrator.post(address(house), {}).status_code == 403
    assert signed_in(house.reader).get(address(house)).status_code == 404


FOUND = "Nobody is named as signer yet."


def test_the_page_of_the_report_leads_to_the_checks_and_htmx_brings_them(house):
    client = signed_in(house.specialist)
    page = client.get(house.report.get_absolute_url()).content.decode()
    link = f'<a href="{address(house)}">'
    assert (FOUND in page, page.count(f'hx-get="{address(house)}" hx-trigger="load"'), link in page) == (
        False, 1, True,
    )  # fmt: skip
    part = client.get(address(house), headers={"hx-request": "true"}).content.decode()
    assert (FOUND in part, "<html" in part, "</form>" in part) == (True, False, True)


def test_the_step_to_the_leader_runs_the_checks_its_page_and_its_act(house):
    client = signed_in(house.specialist)
    send = address(house, "report_send")
    shown = client.get(house.report.get_absolute_url())
    assert (shown.context["head"].primary.url, shown.context["head"].primary.reasons) == (send, ())
    assert "The portal checks it once more before it goes." in shown.content.decode()
    asked = client.get(send)
    assert (asked.context["gaps"], f'href="{address(house)}"' in asked.content.decode()) == (
        ["1 warning of the checks needs a reason."],
        True,
    )
    refused = client.post(send, {"note": ""})
    house.report.refresh_from_db()
    assert (refused.status_code, house.report.state) == (409, "drafting")


def test_a_report_that_cannot_be_put_together_says_so_where_it_is_sent(house):
    PassageFactory(report=house.report, section="I.2.4", text="| a | b |\n" * 20_002)
    client, send = signed_in(house.specialist), address(house, "report_send")
    assert client.get(house.report.get_absolute_url()).status_code == 200
    (told,) = client.get(send).context["gaps"]
    refused = client.post(send, {"note": ""})
    assert (client.get(address(house)).context["part"]["refused"], refused.status_code) == (told, 409)


def test_what_the_checks_found_and_why_it_may_stand_is_not_for_readers(house):
    act(house)
    house.report = issued(house)
    seen = {}
    for user in (house.reader, house.ministry, house.leader, AdministratorFactory()):
        client = signed_in(user)
        page = client.get(house.report.get_absolute_url()).content.decode()
        seen[user] = ("Ghi tên khi ký." in page, client.get(address(house)).status_code)
        part = client.get(address(house), headers={"hx-request": "true"})
        assert ("Ghi tên khi ký." in part.content.decode()) == (part.status_code == 200)
    assert list(seen.values()) == [(False, 403), (False, 403), (True, 200), (True, 200)]


def test_markup_in_a_text_stays_text(house):
    PassageFactory(report=house.report, section="I.2.4", text="<script>alert(1)</script> {year}")
    page = signed_in(house.specialist).get(address(house)).content.decode()
    assert ("&lt;script&gt;alert(1)" in page, "<script>alert(1)" in page) == (True, False)


def test_an_approved_report_shows_the_reasons_that_were_given(house):
    act(house)
    house.report = approved(house)
    page = signed_in(house.specialist).get(address(house)).content.decode()
    assert "Ghi tên khi ký." in page
    assert (
        code(demand_again, waiver=Waiver.objects.get(finding="signature"), by=house.specialist) == "moved_on"
    )
