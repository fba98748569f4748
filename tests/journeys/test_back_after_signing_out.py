"""Whoever comes after somebody on the same machine sees nothing of theirs by going back."""

import pytest
from playwright.sync_api import expect

from tests.browser import PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN_AGAIN = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"  # as Back does with a page it kept


def test_a_page_the_browser_kept_is_asked_for_again(visitor):
    person = UserFactory()
    person.set_password(PASSWORD)
    person.save()
    here = visitor().sign_in(person.email)
    kept = here.go("/tai-khoan/phien/")
    kept.evaluate("window.isTheSame = true")
    kept.evaluate(SHOWN_AGAIN)
    assert kept.evaluate("window.isTheSame")
    other = here.context.new_page()
    other.goto(here.base + "/")
    other.locator("details.person summary").click()
    other.locator("form[action$='/logout/'] button").click()
    expect(other.locator("details.person")).to_have_count(0)
    kept.evaluate(SHOWN_AGAIN)
    expect(kept.locator("input[name=password]")).to_be_visible()
    assert person.email not in kept.content()
    assert here.faults == []
