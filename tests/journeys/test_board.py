"""The composition board in a real browser: at the office and on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser import PASSWORD
from tests.consolidation.board import SECTION, a_desk

NOISE = "Failed to load resource"


@pytest.fixture
def desk(transactional_db):
    desk = a_desk()
    for person in (desk.specialist, desk.colleague):
        person.set_password(PASSWORD)
        person.save()
    return desk


def at_the_board(visitor, desk, who="specialist", **screen):
    person = visitor(**screen).sign_in(getattr(desk, who).email)
    person.go(f"/bao-cao-tong-hop/{desk.report.pk}/soan/{SECTION}/")
    return person


def texts(desk):
    return list(
        desk.report.passages.filter(section=SECTION).order_by("position").values_list("text", flat=True)
    )


def press(person, act):
    with person.page.expect_navigation():
        person.page.locator(f"button[value^='{act}']:not([tabindex])").first.click()


@pytest.mark.parametrize("screen", [{}, {"phone": True}], ids=["office", "phone"])
def test_a_line_is_put_in_worded_saved_by_itself_and_split_at_the_cursor(visitor, desk, screen):
    person = at_the_board(visitor, desk, **screen)
    page = person.page
    press(person, "insert-line")
    box = page.locator("textarea.passage-text").first
    box.fill("Phát 08 phóng sự. In 500 tờ rơi.")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=15_000)
    assert texts(desk) == ["Phát 08 phóng sự. In 500 tờ rơi."]
    box.press("Home")
    for _sign in "Phát 08 phóng sự.":
        box.press("ArrowRight")
    press(person, "split")
    assert texts(desk) == ["Phát 08 phóng sự.", "In 500 tờ rơi."]
    assert (person.overflows(), person.violations()) == (False, [])
    assert [fault for fault in person.faults if NOISE not in fault] == []


def test_without_javascript_everything_is_a_button_that_keeps_the_words(visitor, desk):
    person = at_the_board(visitor, desk, javascript=False)
    page = person.page
    press(person, "insert-line")
    page.locator("textarea.passage-text").first.fill("Một.\n\nHai.")
    press(person, "split")
    assert texts(desk) == ["Một.", "Hai."]
    press(person, "join")
    press(person, "merge-")
    assert [text.split(":")[0] for text in texts(desk)] == ["Một.\nHai.", "Số lớp"]
    press(person, "up-")
    assert [text.split(":")[0] for text in texts(desk)] == ["Số lớp", "Một.\nHai."]


def test_the_second_of_two_specialists_sees_both_wordings_and_chooses(visitor, desk):
    first = at_the_board(visitor, desk)
    press(first, "insert-line")
    second = at_the_board(visitor, desk, "colleague")
    for person, words in ((first, "Của người thứ nhất."), (second, "Của người thứ hai.")):
        person.page.locator("textarea.passage-text").first.fill(words)
        state = "saved" if person is first else "failed"
        expect(person.page.locator("#save-state")).to_have_attribute("data-state", state, timeout=15_000)
    press(second, "draft")
    second.page.locator("input[value=typed]").check()
    press(second, "chosen")
    assert texts(desk) == ["Của người thứ hai."]
