"""The menu shows people what they do, and nothing they may not open."""

import pytest

from portal.menu import menu_for
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import MembershipFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


def everybody():
    yield None
    yield UserFactory()
    yield MembershipFactory().user
    yield SpecialistFactory().user
    yield AdministratorFactory()


def test_every_place_opens_for_whoever_is_shown_it(client):
    for user in everybody():
        client.logout()
        if user:
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        urls = [item.url for group in menu_for(user, "/") for item in group.items]
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
        assert len(urls) == len({*urls})


def test_no_group_is_empty_and_only_the_first_has_no_heading():
    for user in everybody():
        groups = menu_for(user, "/")
        assert [bool(group.label) for group in groups] == [False] + [True] * (len(groups) - 1)
        assert all(group.items for group in groups)


def test_the_place_one_stands_at_is_marked(client):
    user = SpecialistFactory().user
    for path, marked in (("/", ["/"]), ("/ke-hoach/ha-noi/", ["/ke-hoach/"])):
        shown = [item.url for group in menu_for(user, path) for item in group.items if item.is_active]
        assert shown == marked
