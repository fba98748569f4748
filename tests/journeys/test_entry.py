"""The entry page in a real browser: it saves itself, says loudly when it cannot, and loses nothing anybody typed."""

import re

import pytest
from playwright.sync_api import expect

from reporting.models import Statement
from tests.browser import PASSWORD
from tests.factories.reporting import stage

NOISE = "Failed to load resource"  # the browser's own remark about an answer that says no, or none


@pytest.fixture
def here(transactional_db):
    here = stage()
    for person in (here.focal, here.leader):
        person.set_password(PASSWORD)
        person.save()
    return here


def open_form(visitor, here, who="focal", **screen):
    person = visitor(**screen).sign_in(getattr(here, who).email)
    person.go(f"/phieu/{here.submission.pk}/nhap/")
    return person


def box(person, here):
    return person.page.locator(f"#id_line-{here.line.pk}-narrative")


def state(person):
    return person.page.locator("#save-state")


def alert(person):
    return person.page.locator("#save-alert")


def saved(person):
    expect(state(person)).to_have_attribute("data-state", "saved", timeout=15_000)


def type_into(person, here, words):
    box(person, here).fill(words)
    box(person, here).blur()


def faults(person):
    return [fault for fault in person.faults if NOISE not in fault]


def kept(person):
    """What the browser keeps of the form."""
    return person.page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('entry-')).length")


@pytest.mark.parametrize("screen", [{}, {"phone": True}], ids=["office", "phone"])
def test_the_page_saves_itself_and_makes_no_row_twice(visitor, here, screen):
    person = open_form(visitor, here, **screen)
    page = person.page
    type_into(person, here, "Đã tổ chức 03 lớp.")
    saved(person)
    assert re.search(r"\d\d:\d\d", state(person).inner_text())
    assert here.line.narrative == "Đã tổ chức 03 lớp."
    page.click("button[name=add][value=obstacle]")
    page.fill("#id_obstacle-0-text", "Thiếu kinh phí.")
    page.locator("#id_obstacle-0-text").blur()
    expect(page.locator("#id_obstacle-0-pk")).not_to_have_value("", timeout=15_000)
    page.fill("#id_obstacle-0-text", "Thiếu kinh phí, thiếu người.")
    page.locator("#id_obstacle-0-text").blur()
    expect(page.locator("#id_head-version")).to_have_value("4", timeout=15_000)
    saved(person)
    assert [s.text for s in Statement.objects.all()] == ["Thiếu kinh phí, thiếu người."]
    expect(page.locator("#missing details").first).to_be_visible()
    assert (person.overflows(), person.violations(), kept(person), faults(person)) == (False, [], 0, [])
    page.goto(person.base + "/")  # nothing asks whether to leave: all is saved
    assert page.url == person.base + "/"


def test_without_the_network_it_shouts_and_saves_when_it_is_back(visitor, here):
    person = open_form(visitor, here)
    person.context.set_offline(True)
    type_into(person, here, "Gõ khi mất mạng.")
    expect(state(person)).to_have_attribute("data-state", "failed", timeout=15_000)
    assert (alert(person).inner_text() != "", kept(person), here.line.narrative) == (True, 1, "")
    person.context.set_offline(False)
    saved(person)
    assert (alert(person).inner_text(), kept(person), here.line.narrative) == ("", 0, "Gõ khi mất mạng.")


def test_after_a_crash_what_was_typed_is_offered_and_never_put_in_unasked(visitor, here):
    person = open_form(visitor, here)
    page = person.page
    person.context.set_offline(True)
    page.locator("button[name=add]").first.scroll_into_view_if_needed()
    type_into(person, here, "Gõ trước khi treo máy.")
    expect(state(person)).to_have_attribute("data-state", "failed", timeout=15_000)
    page.close(run_before_unload=False)
    person.context.set_offline(False)
    person.page = person.context.new_page()
    person.go(f"/phieu/{here.submission.pk}/nhap/")
    expect(box(person, here)).to_have_value("")
    person.page.click("#kept-offer button[value=restore]")
    expect(box(person, here)).to_have_value("Gõ trước khi treo máy.")
    assert here.line.narrative == ""
    person.page.locator(".entry-foot button[value=draft]").click()
    person.page.wait_for_load_state()
    assert (here.line.narrative, kept(person)) == ("Gõ trước khi treo máy.", 0)
    expect(person.page.locator("#kept-offer")).to_be_hidden()


def end_session(person):
    person.context.clear_cookies(name="sessionid")


def test_the_session_ends_and_signing_in_in_another_tab_is_enough(visitor, here):
    person = open_form(visitor, here)
    end_session(person)
    type_into(person, here, "Gõ khi phiên đã hết.")
    expect(state(person)).to_have_attribute("data-state", "failed", timeout=15_000)
    first = person.page
    person.page = person.context.new_page()
    person.sign_in(here.focal.email)
    person.page = first
    box(person, here).press("End")
    box(person, here).type(" Gõ tiếp.")
    box(person, here).blur()
    saved(person)
    assert here.line.narrative == "Gõ khi phiên đã hết. Gõ tiếp."


@pytest.mark.parametrize("javascript", [True, False])
def test_the_session_ends_and_the_button_leads_through_the_sign_in_back_to_the_words(
    visitor, here, javascript
):
    person = open_form(visitor, here, javascript=javascript)
    page = person.page
    end_session(person)
    box(person, here).fill("Gõ cả buổi sáng.")
    page.locator(".entry-foot button[value=draft]").click()
    page.wait_for_url("**/login/**")
    page.fill("input[name=login]", here.focal.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url("**/nhap/")
    expect(box(person, here)).to_have_value("Gõ cả buổi sáng.")
    assert here.line.narrative == ""
    page.locator(".entry-foot button[value=draft]").click()
    page.wait_for_load_state()
    expect(box(person, here)).to_have_value("Gõ cả buổi sáng.")
    assert here.line.narrative == "Gõ cả buổi sáng."


@pytest.mark.parametrize(
    "screen", [{}, {"phone": True, "javascript": False}], ids=["office", "phone, no script"]
)
def test_the_second_of_two_people_is_told_and_chooses(visitor, here, screen):
    second = open_form(visitor, here, **screen)
    first = open_form(visitor, here, "leader")
    type_into(first, here, "Của lãnh đạo.")
    saved(first)
    box(second, here).fill("Của đầu mối.")
    if screen.get("javascript", True):
        box(second, here).blur()
        expect(state(second)).to_have_attribute("data-state", "failed", timeout=15_000)
        assert str(here.leader) in alert(second).inner_text()
    page = second.page
    page.locator(".entry-foot button[value=draft]").click()
    page.wait_for_selector(".two-versions")
    words = page.locator(".two-versions").inner_text()
    assert ("Của đầu mối." in words, "Của lãnh đạo." in words, here.line.narrative) == (
        True,
        True,
        "Của lãnh đạo.",
    )
    assert second.overflows() is False
    if screen.get("javascript", True):
        assert second.violations() == []
    page.locator(".two-versions input[value=typed]").check()
    page.click("button[value=chosen]")
    page.wait_for_selector("#entry")
    assert here.line.narrative == "Của đầu mối."


def test_files_are_added_and_taken_away(visitor, here, tmp_path):
    person = open_form(visitor, here)
    page = person.page
    page.locator(".proof a").first.click()
    scan = tmp_path / "Quyết định số 12.pdf"
    scan.write_bytes(b"%PDF-1.7 thu")
    page.set_input_files("input[type=file]", scan)
    page.locator(".evidence-form button[type=submit]").click()
    expect(page.locator("tbody a")).to_have_text("Quyết định số 12.pdf")
    with page.expect_download() as download:
        page.locator("tbody a").click()
    assert download.value.suggested_filename == "Quyết định số 12.pdf"
    assert (person.overflows(), person.violations()) == (False, [])
    page.locator("tbody button").click()
    page.locator("dialog button[value=yes]").click()
    expect(page.locator("tbody")).to_have_count(0)
    assert faults(person) == []
