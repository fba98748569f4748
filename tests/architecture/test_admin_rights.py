"""The administration, address by address, as everybody, against the table in doors.py."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse

from accounts.models import User
from organisations.models import Role
from tests.architecture import rights
from tests.architecture.doors import ROWS, administration
from tests.architecture.rights import CAST
from tests.architecture.sweeping import Browser, asked
from tests.factories.organisations import DostFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def doors(world, places):
    """The address of each row of the table: of a model, its first record (one that is not there, where there is none)."""
    first = {
        f"{model._meta.app_label}_{model._meta.model_name}": model._base_manager.order_by("pk")
        .values_list("pk", flat=True)
        .first()
        or 0
        for model in apps.get_models()
    }
    own = {
        "admin:app_list": ["jobs"],
        "admin:view_on_site": [1, 1],
        "admin:auth_user_password_change": [world[rights.STRANGER].pk],
    }

    def address(name):
        if name == "admin:None":
            return "/admin/whatever/there/is/"
        beginning = name.removeprefix("admin:").rpartition("_")[0]
        for arguments in (own.get(name), [], [first.get(beginning, 0)]):
            try:
                return reverse(name, args=arguments or [])
            except NoReverseMatch:
                continue
        raise AssertionError(name)

    return address


def is_shut(response) -> bool:
    """Led to the door, told that it is not theirs, or that nothing is there."""
    led = response.status_code == 302 and (
        "/login/" in response["Location"] or "tai-khoan" in response["Location"]
    )
    return led or response.status_code in {403, 404, 405}


def test_every_model_of_the_administration_is_in_the_table_and_no_other():
    registered = {model._meta.label for model in admin.site._registry}
    assert (sorted(registered - set(ROWS)), sorted(set(ROWS) - registered)) == ([], [])


def opened(names, people, doors) -> list[str]:
    """The pages behind the administration's door that open to ``people``: each is asked itself, without what stands before."""
    found = []
    for name in names:
        address = doors(name)
        view = resolve(address)
        for role, person in people.items():
            for method in ("GET", "POST"):
                request = RequestFactory().generic(method, address)
                request.user, request._dont_enforce_csrf_checks = person, True
                try:
                    response = view.func(request, *view.args, **view.kwargs)
                except (Http404, PermissionDenied):
                    continue
                if not is_shut(response):
                    found.append(f"{method} {name} as {role}")
    return found


def closed_pages() -> list[str]:
    """Whatever is not for everybody: all but signing in and out."""
    return [name for name, right in administration().items() if rights.VISITOR not in right.get | right.post]


def test_no_page_opens_to_anybody_but_administrators(world, doors):
    people = {role: world.get(role, AnonymousUser()) for role in CAST if role != rights.ADMINISTRATOR}
    names = closed_pages()
    assert len(names) > 400
    assert opened(names, people, doors) == []


def test_the_sweep_is_not_vacuous(world, doors):
    """A person who gets past the door opens what is behind it."""
    person = world[rights.SPECIALIST]
    person.is_staff = True
    assert opened(["admin:index", "admin:app_list"], {rights.SPECIALIST: person}, doors) != []


def test_the_door_itself_is_shut_to_a_person_of_the_portal(world, doors, short_refusals):
    """With all that stands before the pages, as a browser asks."""
    client = Browser(world[rights.DOST_LEADER])
    assert [name for name in closed_pages() if not is_shut(asked(client, "GET", doors(name)))] == []


ASIDE = {
    "admin:login", "admin:logout", "admin:None",  # for everybody, see the sweep of the sign-in; nothing there
    "admin:view_on_site", "admin:autocomplete",  # refused unless they name a record, or a field with a search
}  # fmt: skip
BY_ROW = {  # the letter holds for some rows; the first one of the trial is not of them
    ("POST", "admin:programmes_legaldocument_change"): "what was loaded from an enacted plan stays",
    ("POST", "admin:jobs_job_change"): "by the act of the list alone",
    ("GET", "admin:programmes_annualtarget_delete"): "what was loaded from an enacted plan stays",
    ("POST", "admin:programmes_annualtarget_delete"): "what was loaded from an enacted plan stays",
}


def test_administrators_do_with_rows_what_the_table_says(world, doors):
    client, faults = Browser(world[rights.ADMINISTRATOR], has_proved=True), []
    for name, right in administration().items():
        if name in ASIDE:
            continue
        for method, who in (("GET", right.get), ("POST", right.post)):
            if method not in right.methods:
                continue
            response = asked(client, method, doors(name))
            status = response.status_code
            if "reauthenticate" in response.get("Location", ""):
                faults.append(f"{method} {name}: asks again")
            is_refused = status == 403 and (method, name) in BY_ROW
            if (status < 400) != (rights.ADMINISTRATOR in who) and not is_refused:
                faults.append(f"{method} {name}: {status}")
    assert faults == []


def opened_by(user) -> list[str]:
    """The tables of the administration somebody may do anything with."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return sorted(
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if any(model_admin.get_model_perms(request).values())
    )


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.LEADER, Role.READER, Role.FOCAL_POINT])
def test_the_mark_of_staff_opens_no_table_by_itself(role):
    """What the person does elsewhere is ruled record by record; a whole table takes a right given by name."""
    user = MembershipFactory(organisation=DostFactory(), role=role, user__is_staff=True).user
    assert opened_by(user) == []
    user.user_permissions.add(Permission.objects.get(codename="view_enterprise"))
    assert opened_by(User.objects.get(pk=user.pk)) == ["enterprises.Enterprise"]
