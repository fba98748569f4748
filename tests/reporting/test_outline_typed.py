"""An outline being written outlives its session; two editors at the same moment overwrite nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import Role
from reporting.actions.outline_writing import copy_outline, publish_outline, save_outline
from reporting.actions.outlines import keep_carried_outlines
from reporting.models import Outline
from tests.factories.accounts import UserFactory
from tests.factories.organisations import DostFactory, MembershipFactory
from tests.factories.programmes import PlanFactory, ProgrammeFactory
from tests.reporting.test_outlines import GROUPS, content_of, sent
from tests.support.at_once import at_once


class Scene:
    """The draft of a province and the two specialists who write it."""

    def __init__(self):
        programme = ProgrammeFactory(key="P1322")
        for position, code in enumerate(GROUPS, 1):
            programme.task_groups.get_or_create(
                code=code, defaults={"title": f"Nhóm {position}", "position": position}
            )
        keep_carried_outlines()
        self.plan = PlanFactory(programme=programme, year_to=2030)
        dost = DostFactory(province=self.plan.province)
        self.one, self.other = (
            MembershipFactory(organisation=dost, role=Role.SPECIALIST).user for _n in range(2)
        )
        self.national = Outline.objects.get(kind="year", province__isnull=True)
        self.draft = copy_outline(source=self.national, province=self.plan.province, by=self.one)
        self.address = reverse("reporting:outline_edit", args=[self.draft.pk])

    def browser(self, user):
        browser = Client()
        browser.force_login(user)
        return browser

    def typed(self, browser, **words):
        """What a browser sends of the page it was handed."""
        token = browser.get(self.address).context["form"].token
        return sent(self.draft, **{"head-form": token, "act": "save", **words})


@pytest.fixture
def here(db):
    return Scene()


def test_an_outline_sent_after_the_session_ended_comes_back_unsaved_once(here):
    browser = here.browser(here.one)
    typed = here.typed(browser, title="Của tôi")
    browser.logout()
    answer = browser.post(here.address, typed)
    assert answer.url.startswith(reverse("account_login"))
    browser.force_login(here.one)
    page = browser.get(here.address)
    assert (page.context["restored"], page.context["form"].head["title"].value()) == (True, "Của tôi")
    here.draft.refresh_from_db()
    assert (here.draft.edition, here.draft.title) == (1, here.national.title)
    assert browser.get(here.address).context["form"].is_bound is False
    again = {**typed, "head-form": page.context["form"].token}
    assert browser.post(here.address, again).url == here.address
    here.draft.refresh_from_db()
    assert here.draft.title == "Của tôi"


def test_a_token_of_another_session_loses_nothing(here):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(here.one)
    typed = here.typed(strict, title="Của tôi")
    assert strict.post(here.address, typed).url == here.address
    assert strict.get(here.address).context["form"].head["title"].value() == "Của tôi"


def test_what_one_person_typed_is_not_shown_to_another(here):
    browser = here.browser(here.one)
    typed = here.typed(browser, title="Của tôi")
    browser.logout()
    browser.post(here.address, typed)
    browser.force_login(here.other)
    assert browser.get(here.address).context["form"].is_bound is False


def test_a_stranger_who_sends_an_outline_only_comes_to_the_sign_in(here):
    browser = Client()
    assert browser.post(here.address, sent(here.draft, act="save")).status_code == 302
    assert "kept_form" not in browser.session
    browser.force_login(UserFactory())
    assert browser.get(here.address).status_code == 404


def test_what_was_typed_stays_when_the_draft_was_published_meanwhile(here):
    browser = here.browser(here.one)
    typed = here.typed(browser, title="Của tôi")
    publish_outline(outline=here.draft, edition=1, by=here.other)
    page = browser.post(here.address, typed)
    assert (page.status_code, page.context["form"].head["title"].value()) == (409, "Của tôi")
    here.draft.refresh_from_db()
    assert here.draft.title == here.national.title
    assert browser.get(here.address).url == here.draft.get_absolute_url()


def test_from_the_two_versions_one_goes_back_to_what_one_typed_and_still_overwrites_nothing(here):
    browser = here.browser(here.one)
    typed = here.typed(browser, title="Của tôi")
    save_outline(
        outline=here.draft, content=content_of(here.draft, title="Của người khác"), edition=1, by=here.other
    )
    offered = browser.post(here.address, typed)
    assert 'name="act" value="restore"' in offered.content.decode()
    sent_on = dict(offered.context["sent"])
    page = browser.post(here.address, {**sent_on, "act": "restore", "keep-title": "typed"})
    form = page.context["form"]
    assert (page.status_code, page.context["restored"], form.head["title"].value()) == (200, True, "Của tôi")
    here.draft.refresh_from_db()
    assert (here.draft.edition, here.draft.title) == (2, "Của người khác")
    again = browser.post(here.address, {**typed, "edition": form.edition})
    assert (again.status_code, again.context["conflict"].differences[0].stored) == (409, "Của người khác")


@pytest.mark.parametrize("edition", [None, "", "x", "-1", "9" * 40, "1\0"])
def test_an_outline_sent_without_its_edition_overwrites_nothing(here, edition):
    browser = here.browser(here.one)
    typed = here.typed(browser, title="Của tôi")
    typed.pop("edition")
    page = browser.post(here.address, typed if edition is None else typed | {"edition": edition})
    assert (page.status_code, dict(page.context["sent"])["title"]) == (409, "Của tôi")
    here.draft.refresh_from_db()
    assert (here.draft.edition, here.draft.title) == (1, here.national.title)


def test_sections_beyond_what_an_outline_holds_are_told_and_none_is_lost(here):
    browser = here.browser(here.one)
    many = {
        f"row-{n}-{name}": value
        for n in range(300)
        for name, value in {"code": f"M{n}", "number": "", "level": "1", "heading": f"Mục {n}"}.items()
    }
    typed = here.typed(browser, rows=300, **many)
    page = browser.post(here.address, typed)
    assert (page.status_code, len(page.context["form"].sections)) == (409, 300)
    assert "300" in str(page.context["form"].head.non_field_errors())
    page = browser.post(here.address, {**typed, "act": "remove:250"})
    left = [section["heading"].value() for section in page.context["form"].sections]
    assert left == [f"Mục {n}" for n in range(300) if n != 250]


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_the_same_moment_the_second_sees_both_versions():
    here = Scene()
    browsers = [here.browser(here.one), here.browser(here.other)]
    sheets = [here.typed(browser, title=f"Của {n}") for n, browser in enumerate(browsers)]
    answers = {}

    def send(place):
        answers[place] = browsers[place].post(here.address, sheets[place])
        return answers[place].status_code

    came = at_once(lambda: send(0), lambda: send(1))
    assert sorted(came) == [302, 409]
    first, second = came.index(302), came.index(409)
    here.draft.refresh_from_db()
    assert (here.draft.edition, here.draft.title) == (2, f"Của {first}")
    (difference,) = answers[second].context["conflict"].differences
    assert (difference.name, difference.typed, difference.stored) == (
        "title",
        f"Của {second}",
        f"Của {first}",
    )
    kept = dict(answers[second].context["sent"]) | {"act": "chosen", "keep-title": "typed"}
    assert browsers[second].post(here.address, kept).url == here.address
    here.draft.refresh_from_db()
    assert here.draft.title == f"Của {second}"


@pytest.mark.django_db(transaction=True)
def test_saving_and_publishing_at_the_same_moment_publishes_only_what_was_read():
    here = Scene()
    came = at_once(
        lambda: save_outline(outline=here.draft, content=content_of(here.draft, title="Mới"), edition=1, by=here.one) and None,
        lambda: publish_outline(outline=here.draft, edition=1, by=here.other) and None,
    )  # fmt: skip
    here.draft.refresh_from_db()
    assert came in (["done", "stale"], ["published", "done"])
    assert (here.draft.title == "Mới", here.draft.is_draft) == ((came[0] == "done"),) * 2


@pytest.mark.django_db(transaction=True)
def test_two_who_copy_at_the_same_moment_write_one_draft():
    here = Scene()
    Outline.objects.filter(pk=here.draft.pk).delete()
    came = at_once(
        *(
            lambda who=who: copy_outline(source=here.national, province=here.plan.province, by=who).pk
            for who in (here.one, here.other)
        )
    )
    assert came[0] == came[1]
