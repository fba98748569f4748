"""The matrix without a mouse."""

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portal import demo
from reporting.models import ReportingPeriod

MOST = 30  # presses of Tab from the head of the page to the first cell of a short matrix


def focused(page, about):
    return page.evaluate(f"document.activeElement.{about}")


def test_arrows_walk_the_cells_and_enter_opens_the_line(visitor, transactional_db):
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021")
    desk = visitor().sign_in("chuyen-vien.ha-noi@demo.example", demo.facts()["password"])
    page = desk.go(reverse("reporting:period_matrix", args=[period.pk]) + "?kind=department")
    page.keyboard.press("Tab")
    assert focused(page, "hash") == "#main"  # the menu is skipped, as whoever uses the keyboard does
    page.keyboard.press("Enter")
    presses = 0
    while not focused(page, "matches('table[data-keys] tbody td a')"):
        page.keyboard.press("Tab")
        presses += 1
        assert presses < MOST
    first = focused(page, "closest('tr').rowIndex")
    page.keyboard.press("ArrowDown")
    assert focused(page, "closest('tr').rowIndex") == first + 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    words = page.locator(".matrix-words")
    unit = focused(page, "closest('tr').querySelector('th').textContent.trim()")
    expect(words).to_contain_text(unit)
    expect(words).to_contain_text(focused(page, "getAttribute('aria-label')"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert focused(page, "closest('tr').rowIndex") == first
    line = focused(page, "hash")
    page.keyboard.press("Enter")
    page.wait_for_url("**/phieu/*/#task-*")
    expect(page.locator(line)).to_be_in_viewport()
    assert desk.faults == []
