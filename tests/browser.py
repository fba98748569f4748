"""A real Chromium on a real server; a person signs in through the real form."""

import functools
import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

AXE = Path(__file__).resolve().parent / "vendor" / "axe.min.js"
SHEETS = Path(__file__).resolve().parents[1] / "static" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# a rule of one class and nothing else
OWN_RULE = re.compile(r"(?:^|[{},])\s*\.([a-z][\w-]*)(?=\s*[{,])", re.MULTILINE)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
PASSWORD = "kiem-thu-12345"


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: a continuous build must drive the browser.")
        pytest.skip("BROWSER TESTS SKIPPED: install the package chromium to run them.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API runs a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """A person at a screen: goes to addresses, reads, and fails on script errors and foreign requests."""

    def __init__(self, context, base):
        self.context, self.base = context, base
        self.page = context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("request", lambda request: self._check_host(request.url))

    def _check_host(self, url):
        if not url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"request to {url}")

    def go(self, path):
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, email, password=PASSWORD):
        self.go("/tai-khoan/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main form [type=submit]")
        self.page.wait_for_url(self.base + "/")
        return self

    def violations(self):
        """What axe finds against WCAG 2.1 A and AA on the page as it stands."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],"
            " resultTypes: ['violations']})).violations"
            ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))"
        )
        return sorted(found)

    def overflows(self):
        """Whether the page is wider than the screen, which a phone's reader would have to push about."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def unstyled(self):
        """Classes of the page whose rules all stand in stylesheets of ours that it does not load."""
        used, loaded = self.page.evaluate(
            "[[...new Set([...document.querySelectorAll('[class]')].flatMap(one => [...one.classList]))],"
            " [...document.styleSheets].map(sheet => sheet.href || '')]"
        )
        return sorted(
            f".{name} stands only in {', '.join(sorted(sheets))}"
            for name, sheets in rules_of_their_own().items()
            if name in used and not any(f"/{sheet}" in address for sheet in sheets for address in loaded)
        )


@functools.cache
def rules_of_their_own():
    """Class → names (without ending) of the stylesheets that say how it looks wherever it stands."""
    found = {}
    for sheet in SHEETS.glob("*.css"):
        for name in OWN_RULE.findall(COMMENT.sub("", sheet.read_text(encoding="utf-8"))):
            found.setdefault(name, set()).add(sheet.stem)
    return found


@pytest.fixture
def visitor(chromium, live_server):
    """Make visitors: ``visitor()`` at an office screen, ``visitor(phone=True)``, ``visitor(javascript=False)``."""
    opened = []

    def make(*, phone=False, javascript=True):
        size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
        context = chromium.new_context(
            viewport=size, locale="vi-VN", java_script_enabled=javascript, accept_downloads=True
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return Visitor(context, live_server.url)

    yield make
    for context in opened:
        context.close()
