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
from tests.consolidation.lives import TODAY, a_house, approved, in_review
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
    assert not check(house.report, on=ON).is_clear
    waiver = act(house)
    checked = check(house.report, on=TODAY())
    assert (checked.is_clear, checked.named(waiver.finding, waiver.place).waiver) == (True, waiver)
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


def test_what_was_typed_is_not_lost_when_it_is_refused(house):
    client = signed_in(house.specialist)
    page = client.post(address(house), {"finding": "years", "place": "gone", "reason": "Đúng năm."})
    assert (page.status_code, "Đúng năm." in page.content.decode()) == (409, True)
    found = warning(house)
    page = client.post(address(house), {"finding": found.check, "place": found.place, "reason": ""})
    (shown,) = page.context["part"]["warnings"]
    assert (shown.form.errors["reason"], shown.form.open) == (["Say why the warning may be let pass."], True)


def test_an_administrator_sees_the_findings_and_no_form_and_a_reader_no_draft(house):
    administrator = signed_in(AdministratorFactory())
    page = administrator.get(address(house))
    assert [shown.form for shown in page.context["part"]["warnings"]] == [None]
    assert administrator.post(address(house), {}).status_code == 403
    assert signed_in(house.reader).get(address(house)).status_code == 404


def test_the_page_of_the_report_holds_the_checks(house):
    page = signed_in(house.specialist).get(house.report.get_absolute_url())
    assert "Nobody is named as signer yet." in page.content.decode()


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
