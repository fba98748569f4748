"""A form that moves to a successor while somebody types: the old address leads on and nothing typed is lost."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from organisations.models import SuccessionKind
from reporting.actions.succession import move_obligations
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import TaskFactory
from tests.factories.reporting import signed_in, stage, typed
from tests.reporting.test_succession import ends, form_of, partner

pytestmark = pytest.mark.django_db
WORDS = "Đã tập huấn 12 lớp 5S."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def moved(*, joins_the_heir=True):
    """The browser of a focal point, the old address, and what was typed there before the form merged into another."""
    here = stage(opened=False)
    old = partner(here, "Sở Giao thông vận tải")
    here.open()
    person = MembershipFactory(organisation=old, role="focal_point").user
    browser, former = signed_in(person), form_of(here, old)
    sent = typed(browser, former, **{f"line-{former.lines.get().pk}-narrative": WORDS})
    ends(old, here.unit)
    move_obligations(here.period, on=timezone.localdate(), by=None)
    if joins_the_heir:
        MembershipFactory(organisation=here.unit, role="focal_point", user=person)
    return here, browser, f"/phieu/{former.pk}/nhap/", sent, person


def test_what_is_sent_to_the_old_address_is_shown_to_be_copied_and_leads_to_the_heirs_form():
    here, browser, address, sent, _person = moved()
    answer = browser.post(address, sent)
    page, heirs = answer.content.decode(), f"/phieu/{here.submission.pk}/nhap/"
    assert (answer.status_code, WORDS in page, heirs in page) == (409, True, True)
    assert here.line.narrative == ""
    assert browser.get(address).url == heirs


def test_who_does_not_work_for_the_heir_gets_the_own_words_back_and_no_more():
    here, browser, address, sent, _person = moved(joins_the_heir=False)
    answer = browser.post(address, sent)
    page, heirs = answer.content.decode(), f"/phieu/{here.submission.pk}/nhap/"
    assert (answer.status_code, WORDS in page, heirs in page) == (409, True, False)
    assert (browser.get(address).status_code, browser.post(address, {}).status_code) == (404, 404)


def test_a_page_that_saves_itself_is_told_in_words():
    _here, browser, address, sent, _person = moved()
    answer = browser.post(address, sent | {"save": "auto"})
    assert (answer.status_code, answer.json()["state"]) == (409, "moved")


def test_what_was_kept_when_the_session_ended_is_shown_after_signing_in():
    _here, _browser, address, sent, person = moved()
    later = Client(headers={"accept-language": "en"})
    assert later.post(address, sent).status_code == 302
    session = dict(later.session)
    later.force_login(person)
    kept = later.session
    kept.update({"kept_form": session["kept_form"]})
    kept.save()
    assert WORDS in later.get(address).content.decode()


def test_a_stranger_learns_nothing_of_a_form_that_moved():
    _here, _browser, address, sent, _person = moved()
    stranger = signed_in(UserFactory())
    assert (stranger.get(address).status_code, stranger.post(address, sent).status_code) == (404, 404)


def test_words_typed_into_a_line_that_left_a_form_stand_beside_the_two_versions():
    here = stage(opened=False)
    other = TaskFactory(plan=here.plan, national_group=here.group)
    old = partner(here, "Sở Tài nguyên", here.task, other)
    here.open()
    first, second = (OrganisationFactory(province=here.plan.province, name=f"Chi cục {n}") for n in (1, 2))
    person = MembershipFactory(organisation=old, role="focal_point").user
    browser, former = signed_in(person), form_of(here, old)
    line = former.lines.get(task=here.task)
    sent = typed(browser, former, **{f"line-{line.pk}-narrative": WORDS})
    ends(old, first, second, kind=SuccessionKind.SPLIT)
    here.task.roles.filter(organisation=old).update(organisation=first)
    other.roles.filter(organisation=old).delete()
    move_obligations(here.period, on=timezone.localdate(), by=None)
    answer = browser.post(f"/phieu/{former.pk}/nhap/", sent)
    assert (answer.status_code, [each.words for each in answer.context["gone"]]) == (409, [WORDS])
