"""The gallery holds every part, so what is true of it is true of the pages."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from portal.menu import MenuGroup, MenuItem
from tests.browser import AXE
from tests.common.test_components import Page

ORIGIN = "http://portal.test"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="module")
def gallery():
    menu = [MenuGroup("", [MenuItem("Kế hoạch", "/", "plan", is_active=True)])]
    context = {"user": AnonymousUser(), "request": RequestFactory().get("/components/"), "portal_menu": menu}
    with translation.override("vi"):
        return render_to_string("portal/gallery.html", {**context, "csrf_token": "t" * 32})


def serve(route, html):
    path = urlsplit(route.request.url).path
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    route.fulfill(path=found) if found else route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.fixture
def open_gallery(gallery, chromium):
    """Opens the gallery in a window of the given size."""
    pages = []

    def opened(width, height):
        page = chromium.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        pages.append(page)
        page.route(f"{ORIGIN}/**", lambda route: serve(route, gallery))
        page.goto(f"{ORIGIN}/components/", wait_until="networkidle")
        return page

    yield opened
    for page in pages:
        page.close()


def test_no_place_has_two_names(gallery):
    ids = [attrs["id"] for _tag, attrs in Page(gallery).tags if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))


def test_nothing_needs_inline_style_or_script(gallery):
    page = Page(gallery)
    assert [
        attrs for _tag, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)
    ] == []
    assert [attrs for attrs in page.all("script") if "src" not in attrs] == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_finds_nothing_and_nothing_sticks_out(open_gallery, width, height):
    page = open_gallery(width, height)
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_question_is_asked_before_the_act_and_no_means_no(open_gallery):
    page = open_gallery(1366, 768)
    page.get_by_role("button", name="Rút hồ sơ").click()
    assert page.locator("dialog p").inner_text() == "Rút hồ sơ HS-2026-014 của Công ty Gốm Bát Tràng?"
    page.keyboard.press("Enter")
    assert page.evaluate("[document.querySelector('dialog').open, document.activeElement.textContent]") == [
        False,
        "Rút hồ sơ",
    ]


def test_arrows_walk_the_matrix_and_say_where_one_is(open_gallery):
    page = open_gallery(1366, 768)
    page.locator(".data-matrix td a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.locator(".matrix-words").inner_text() == "6 tháng: quá hạn"


def test_amounts_are_grouped_as_they_are_typed(open_gallery):
    page = open_gallery(1366, 768)
    field = page.locator("#id_new-amount")
    field.press_sequentially("1500000,5")
    assert field.input_value() == "1.500.000,5"
