"""A whole year of one unit and its DOST: opened, called for, entered twice over, decided, locked, unlocked, answered."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from organisations.queries import working_calendar
from outbox.actions import gather, send_due
from outbox.models import Mail
from reporting.models import Filing, Letter
from reporting.states import SubmissionState
from tests.journeys.entering import OBSTACLE, PROPOSAL, add_what_is_missing, enter_by_excel, enter_by_page
from tests.journeys.office import (
    DESK,
    FOCAL,
    LEADER,
    PLAN,
    SILENT,
    YEAR,
    Office,
    a_night_passes,
    made,
    people,  # noqa: F401 - a fixture
    saved,
    taken,
    typed,
    words_of,
)

SCREENS = [{}, {"phone": True, "javascript": False}]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("screen", SCREENS, ids=["office", "phone without JavaScript"])
def test_a_reporting_year(visitor, worker, screen, tmp_path):
    worker.start()
    office = Office(visitor, screen)
    open_the_year(office)
    read_and_register_the_call_letter(office, tmp_path)
    assert office.status_in_matrix() == "open"
    enter_by_page(office, tmp_path)
    assert office.status_in_matrix() == "draft"
    enter_by_excel(office, tmp_path)
    add_what_is_missing(office)
    hand_in_and_certify(office, tmp_path)
    assert office.status_in_matrix() == "submitted"
    second = send_one_line_back(office)
    assert office.status_in_matrix() == "sent-back"
    correct_that_line_only(office, second)
    accept_what_changed(office, "Đã sửa theo ý kiến của Sở KH&CN (thử).")
    assert office.status_in_matrix() == "accepted"
    chase_the_silent_unit(office)
    move_the_days_until_it_locks(office)
    unlock_change_and_accept_again(office)
    answer_the_proposal(office)
    read_the_mails_of_the_day(office)
    assert office.faults() == []


def open_the_year(office):
    """DOST reads the proposal and confirms it once."""
    today = timezone.localdate()
    page = office.at(DESK, "reporting:period_list")
    page.click(f"a[href='{reverse('reporting:period_open', args=[PLAN])}']")
    page.select_option("#choose_year", str(YEAR))
    page.click(".opening-chooser button")
    page.wait_for_url(f"**year={YEAR}*")
    days = {"opens_on": 0, "cutoff_on": -1, "due_on": 14, "locks_on": 18}
    for name, after in days.items():
        page.fill(f"main [name={name}]", typed(today + dt.timedelta(after)))
    page.click(".opening-foot button[name=check]")
    page.wait_for_load_state()
    page.click(".opening-foot button.btn-primary")
    page.wait_for_url(f"**{office.period.get_absolute_url()}")
    assert [office.period.opens_on, office.period.locks_on] == [today, today + dt.timedelta(18)]


def read_and_register_the_call_letter(office, tmp_path):
    """The worker has made it; the registry's number and day come into it."""
    made("render_letter")
    letter = Letter.objects.get(period=office.period)
    page = office.at(DESK, "reporting:letter_list", office.period.pk)
    page.click(f"main a[href='{letter.get_absolute_url()}']")
    pdf = reverse("reporting:letter_pdf", args=[letter.pk])
    draft = words_of(taken(page, f"a[href='{pdf}']", tmp_path / "draft.pdf"))
    units = [str(form.organisation) for form in office.period.submissions.select_related("organisation")]
    assert (typed(office.period.due_on) in draft, [unit for unit in units if unit not in draft]) == (True, [])
    page.click(f"a[href='{reverse('reporting:letter_register', args=[letter.pk])}']")
    page.fill("#id_number", "1234")
    page.fill("#id_symbol", "SKHCN-TĐC")
    page.fill("#id_issued_on", typed(timezone.localdate()))
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{letter.get_absolute_url()}")
    made("render_letter")
    page = office.at(DESK, "reporting:letter_detail", letter.pk)
    assert "1234/SKHCN-TĐC" in words_of(taken(page, f"a[href='{pdf}']", tmp_path / "letter.pdf"))
    assert "1234/SKHCN-TĐC" in page.inner_text("main")


def hand_in_and_certify(office, tmp_path):
    """Two persons; the proof of the submission says when and what."""
    office.press(FOCAL, "hand_in")
    assert office.status_in_matrix() == "review"
    office.press(LEADER, "certify")
    made("render_filing")
    filing = Filing.objects.get(submission=office.form)
    page = office.at(LEADER, "reporting:filing_detail", filing.pk)
    file = reverse("reporting:filing_file", args=[filing.pk])
    proof = words_of(taken(page, f"a[href='{file}']", tmp_path / "proof.pdf"))
    assert [mark in proof for mark in (str(filing.number), filing.sha256[:8], str(filing.certified_by))] == [
        True
    ] * 3


def send_one_line_back(office):
    """DOST asks for one line; returns it."""
    line = office.line("III.4")
    page = office.press(DESK, "send_back", **{f"line_{line.pk}_reason": "Nêu rõ tên hợp tác xã (thử)."})
    assert (office.form.state, "Nêu rõ tên hợp tác xã (thử)." in page.inner_text("main")) == (
        "returned",
        True,
    )
    return line


def correct_that_line_only(office, line):
    """Only the line sent back has a box; the rest is there to read."""
    page = office.at(FOCAL, "portal:home")
    page.click(f"a[href='{reverse('reporting:submission_edit', args=[office.form.pk])}']")
    boxes = page.locator("#entry textarea[name$=narrative]")
    expect(boxes).to_have_count(1)
    assert boxes.get_attribute("id") == f"id_line-{line.pk}-narrative"
    expect(page.locator("button[name=add][value=obstacle]")).to_have_count(0)
    boxes.fill("Đã sửa theo ý kiến của Sở KH&CN (thử).")
    saved(page, office.has_script)
    office.press(FOCAL, "hand_in")
    office.press(LEADER, "certify")


def accept_what_changed(office, words):
    """DOST reads on the page of the step what is new, and nothing else, and accepts."""
    page = office.at(DESK, "reporting:submission_accept", office.form.pk)
    expect(page.locator("#changes tbody tr")).to_have_count(1)
    assert page.locator("#changes .change-after").inner_text() == words
    office.press(DESK, "accept")
    assert office.form.state == SubmissionState.ACCEPTED


def chase_the_silent_unit(office):
    """From the matrix: tick one unit, read who is told, write."""
    page = office.at(DESK, "reporting:period_matrix", office.period.pk)
    page.check(f"input[name=submission][value='{office.form_of('DOIT').pk}']")
    page.locator(".bulk-bar button").click()
    page.wait_for_url("**/don-doc/*")
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/cong-van/*/")
    assert [form.organisation.key for form in Letter.objects.get(kind="chase").submissions.all()] == [
        "tuyen-quang/DOIT"
    ]


def move_the_days_until_it_locks(office):
    """Due and locked tonight: first DOST reads what changes, then it moves the days; next morning nobody can enter."""
    period, today = office.period, timezone.localdate()
    page = office.at(DESK, "reporting:period_detail", period.pk)
    page.click(f"main a[href='{reverse('reporting:period_days', args=[period.pk])}']")
    for name in ("due_on", "locks_on"):
        page.fill(f"#id_{name}", typed(today))
    page.fill("#id_reason", "UBND tỉnh cần báo cáo sớm (thử).")
    for _press in ("show what changes", "move"):
        page.locator("main form .btn-primary").click()
        page.wait_for_load_state()
    assert [office.period.due_on, office.period.locks_on] == [today, today]
    assert office.status_in_matrix("DOIT") == "due-soon"
    a_night_passes(period)
    assert [office.status_in_matrix(unit) for unit in ("DOIT", "DAE")] == ["locked", "accepted"]
    page = office.at(SILENT, "reporting:submission_edit", office.form_of("DOIT").pk)
    assert typed(today) in page.locator(".page-head, main").first.inner_text()


def unlock_change_and_accept_again(office):
    """DOST opens one line of the accepted form until a day; what changes since is shown before it counts again."""
    line, until_day = office.line("III.3"), timezone.localdate() + dt.timedelta(3)
    reason = {f"line_{line.pk}_reason": "Bổ sung kết quả tháng 12 (thử).", "until": typed(until_day)}
    office.press(DESK, "unlock", **reason)
    assert (office.form.unlocked_until, office.status_in_matrix()) == (until_day, "sent-back")
    page = office.at(FOCAL, "reporting:submission_edit", office.form.pk)
    page.fill(f"#id_line-{line.pk}-narrative", "Đã hỗ trợ thêm trong tháng 12 (thử).")
    saved(page, office.has_script)
    office.press(FOCAL, "hand_in")
    office.press(LEADER, "certify")
    accept_what_changed(office, "Đã hỗ trợ thêm trong tháng 12 (thử).")
    assert office.status_in_matrix() == "accepted"


def answer_the_proposal(office):
    """The register shows what the unit asked; DOST records the answer; the unit reads it."""
    page = office.at(DESK, "reporting:proposal_list")
    assert [text in page.inner_text("main") for text in (OBSTACLE, PROPOSAL)] == [True, True]
    page.click(f"main tbody a:has-text('{PROPOSAL}')")
    page.fill("#id_answered_by", "Sở Khoa học và Công nghệ")
    page.fill("#id_answered_on", typed(timezone.localdate()))
    page.fill("#id_text", "Sẽ mở lớp trong quý II (thử).")
    page.locator("#answer ~ form button[type=submit]").click()
    page.wait_for_load_state()
    page = office.at(FOCAL, "reporting:proposal_list")
    assert "Sẽ mở lớp trong quý II (thử)." in page.inner_text("main")


def read_the_mails_of_the_day(office):
    """One mail a person, whatever happened in the year; DOST reads it in the outbox."""
    day = working_calendar().on_or_after(timezone.localdate() + dt.timedelta(1))
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    gather(morning)
    send_due(morning)
    here = Mail.objects.filter(address__in=[FOCAL, LEADER, SILENT])
    assert sorted(here.values_list("address", "status")) == sorted(
        (who, "sent") for who in (FOCAL, LEADER, SILENT)
    )
    page = office.at(DESK, "outbox:mail_list")
    chased = here.get(address=SILENT)
    page.click(f"a[href='{reverse('outbox:mail_detail', args=[chased.pk])}']")
    told = page.inner_text(".mail-text")
    titles = list(chased.notices.values_list("kind", "title"))
    assert (
        sorted(kind for kind, _title in titles),
        [title for _kind, title in titles if title not in told],
    ) == (
        ["chase", "days", "period_opened"],
        [],
    )
