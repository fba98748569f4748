"""People at their screens who read each kind of page once as everybody has to be able to, and fill forms by name."""

import re

from django.urls import reverse

from tests.journeys.office import Office


class Looked(Office):
    """An office whose pages are looked at: no WCAG fault, none wider than the screen."""

    def __init__(self, visitor, screen):
        super().__init__(visitor, screen)
        self.seen = {}

    def visitor_at(self, name, *arguments, query=""):
        """Somebody without an account."""
        if None not in self.people:
            self.people[None] = self.visitor(**self.screen)
        return self.people[None].go(reverse(name, args=arguments) + query)

    def follow(self, page, address):
        """Take the way a page offers to an address, by the first visible link."""
        page.locator(
            f"main a[href^='{address}']:visible, .page-head a[href^='{address}']:visible"
        ).first.click()
        page.wait_for_url(lambda url: address in url)
        self.look(page)

    def fill_and_confirm(self, page, **words):
        """Fill a form by the names of its fields; press its main button; wait for the next page."""
        fill(page, **words)
        confirm(page)
        self.look(page)
        return page

    def look(self, page, *, stage=""):
        """Read a page once (at each ``stage``) as everybody has to be able to: no WCAG fault, not wider than the screen."""
        kind = " ".join(filter(None, (re.sub(r"\d+", "#", page.url.partition("?")[0]), stage)))
        if kind in self.seen:
            return
        person = next(each for each in self.people.values() if each.page is page)
        self.seen[kind] = [f"{kind}: {said}" for said in person.violations()] if self.has_script else []
        self.seen[kind] += [f"{kind}: wider than the screen"] * person.overflows()
        self.seen[kind] += [f"{kind}: {said}" for said in person.unstyled()]

    def faults(self):
        """What went wrong on any screen, and what axe found."""
        return [*super().faults(), *(said for found in self.seen.values() for said in found)]


def fill(page, **words):
    """Fields by name: text typed, a choice chosen, a tick set."""
    for name, value in words.items():
        field = page.locator(f"main form [name='{name}']:visible").first
        if value is True:
            field.check()
        elif field.get_attribute("type") == "radio":
            page.check(f"main form [name='{name}'][value='{value}']")
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def confirm(page, button="main form .form-foot button[type=submit].btn-primary"):
    """Press the button and wait for the answer."""
    with page.expect_navigation():
        page.locator(button).first.click()
