"""Provinces and organisations in the administration: flat, searchable, editable, in and out as tables."""

import datetime as dt

import pytest
import tablib
from django.contrib.auth.models import Permission
from django.urls import reverse

from journal.models import Entry
from organisations.admin.resources import CalendarExceptionResource, OrganisationResource
from organisations.models import CalendarException, Organisation
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import (
    AliasFactory,
    CalendarExceptionFactory,
    GroupFactory,
    GroupMemberFactory,
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
    ProvinceSuccessionFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db

# Model, factory, queries of its list (count twice, rows, filters; session and person are at hand).
LISTS = [
    ("province", ProvinceFactory, 4),
    ("provincesuccession", ProvinceSuccessionFactory, 4),
    ("organisation", OrganisationFactory, 6),
    ("organisationalias", AliasFactory, 5),
    ("succession", SuccessionFactory, 5),
    ("organisationgroup", GroupFactory, 4),
    ("groupmember", GroupMemberFactory, 6),
    ("membership", MembershipFactory, 5),
    ("calendarexception", CalendarExceptionFactory, 6),
]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:organisations_{model}_{page}", args=args)


@pytest.fixture
def administrator(client):
    person = AdministratorFactory()
    client.force_login(person)
    return person


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed[0])
def test_lists_cost_the_same_however_long(client, listed, rows, django_assert_num_queries):
    model, factory, queries = listed
    factory.create_batch(rows)
    client.get(address(model))
    with django_assert_num_queries(queries):
        assert client.get(address(model)).status_code == 200


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed[0])
def test_every_record_opens_and_every_list_is_searched(client, listed):
    model, factory, _ = listed
    record = factory()
    assert client.get(address(model, "change", record.pk)).status_code == 200
    assert client.get(address(model), {"q": "Sở"}).status_code == 200


@pytest.mark.parametrize("typed", ["Sở Khoa học", "so khoa hoc", "SKHCN"])
def test_an_organisation_is_found_with_and_without_marks(client, administrator, typed):
    dost = OrganisationFactory(name="Sở Khoa học và Công nghệ")
    AliasFactory(organisation=dost, text="SKHCN")
    OrganisationFactory(name="Sở Nội vụ")
    found = client.get(address("organisation"), {"q": typed}).context["cl"].queryset
    assert list(found) == [dost]


def test_a_change_is_noted_down(client, administrator):
    province = ProvinceFactory(name="Hà Giang", slug="ha-giang", code="02")
    form = {
        **{
            name: getattr(province, name) or ""
            for name in ("slug", "code", "kind", "evidence", "valid_from", "note")
        },
        "name": "Hà Giang",
        "valid_to": "2025-06-30",
        **{
            f"{prefix}-{n}_FORMS": 0
            for prefix in ("predecessors", "successors")
            for n in ("TOTAL", "INITIAL")
        },
    }
    response = client.post(address("province", "change", province.pk), form)
    assert response.status_code == 302, response.context["adminform"].form.errors
    province.refresh_from_db()
    assert province.valid_to == dt.date(2025, 6, 30)
    entry = Entry.objects.about(province).get()
    assert (entry.by, entry.facts) == (administrator, {"valid_to": "2025-06-30"})


def test_rows_beneath_a_record_are_noted_down_too(client, administrator):
    group, body, person = GroupFactory(), OrganisationFactory(), UserFactory()
    url = address("organisationgroup", "change", group.pk)
    form = {"key": group.key, "phrase": group.phrase, "variants": "", "resolution": group.resolution}
    row = {"members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 0, "members-0-organisation": body.pk}
    assert client.post(url, form | row).status_code == 302
    member = group.members.get()
    assert Entry.objects.about(member).get().facts == {"organisation": {"id": body.pk, "name": body.name}}
    row |= {
        "members-INITIAL_FORMS": 1,
        "members-0-id": member.pk,
        "members-0-group": group.pk,
        "members-0-DELETE": "on",
    }
    assert client.post(url, form | row).status_code == 302
    assert Entry.objects.filter(record_id=member.pk, action="delete_in_administration").count() == 1
    assert person.memberships.count() == group.members.count() == 0


def test_ticked_rows_are_noted_down_before_they_go(client, administrator):
    alias = AliasFactory()
    client.post(
        address("organisationalias"),
        {"action": "delete_selected", "_selected_action": [alias.pk], "post": "yes"},
    )
    assert Entry.objects.get().facts == {"name": alias.text}


def test_staff_without_the_right_see_nothing(client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address("membership")).status_code == 403


def test_who_may_only_look_may_not_import(client):
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_organisation"))
    client.force_login(person)
    assert client.get(address("organisation", "import")).status_code == 403
    assert client.get(address("organisation", "export")).status_code == 200


def table(*rows, headers=("key", "province", "kind", "name", "valid_to", "evidence")) -> tablib.Dataset:
    return tablib.Dataset(*rows, headers=headers)


def test_an_import_adds_and_changes_by_key_and_leaves_a_trace(administrator):
    ProvinceFactory(slug="ha-noi")
    OrganisationFactory(key="ha-noi/DOT", province__slug="hung-yen", name="Sở cũ")
    result = OrganisationResource().import_data(
        table(
            ("ha-noi/DOT", "ha-noi", "department", "Sở Giao thông vận tải", "28/02/2025", "V2"),
            ("ha-noi/DOC", "ha-noi", "department", "Sở Xây dựng", "", "S"),
        ),
        user=administrator,
    )
    assert (result.totals["new"], result.totals["update"]) == (1, 1)
    old = Organisation.objects.get(key="ha-noi/DOT")
    assert (old.name, old.valid_to, old.province.slug) == (
        "Sở Giao thông vận tải",
        dt.date(2025, 2, 28),
        "ha-noi",
    )
    assert Entry.objects.about(old).get().by == administrator


def test_a_dry_run_changes_nothing(administrator):
    OrganisationFactory(key="a", name="Sở A")
    OrganisationResource().import_data(
        table(("a", "", "department", "Sở B", "", "S")), dry_run=True, user=administrator
    )
    assert Organisation.objects.get(key="a").name == "Sở A"
    assert Entry.objects.count() == 0


def test_what_was_exported_is_read_back_unchanged():
    SuccessionFactory()
    exported = OrganisationResource().export()
    result = OrganisationResource().import_data(
        tablib.Dataset().load(exported.csv, format="csv"), dry_run=True
    )
    assert (result.totals["skip"], result.has_errors(), result.has_validation_errors()) == (2, False, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_costs_the_same_however_long(rows, django_assert_num_queries):
    OrganisationFactory.create_batch(rows)
    with django_assert_num_queries(1):
        OrganisationResource().export()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (("a", "nowhere", "department", "Sở A", "", "S"), "nowhere"),
        (("a", "", "department", "Sở A", "31/02/2025", "S"), "31/02/2025"),
        (("a", "", "fishpond", "Sở A", "", "S"), "fishpond"),
        (("a", "", "department", "", "", "S"), "name"),
    ],
)
def test_a_refusal_names_what_is_wrong(row, word):
    result = OrganisationResource().import_data(table(row), dry_run=True)
    assert result.has_errors() or result.has_validation_errors()
    told = [str(error.error) for _, errors in result.row_errors() for error in errors]
    told += [str(invalid.error_dict) for invalid in result.invalid_rows]
    assert word in " ".join(told)


def test_a_day_of_the_calendar_is_noted_down_with_its_basis(client, administrator):
    form = {
        "day": "2027-02-12",
        "name": "Nghỉ bù",
        "is_working": "",
        "legal_basis": "Thông báo 1/TB-BNV",
        "evidence": "V1",
    }
    assert client.post(address("calendarexception", "add"), form).status_code == 302
    day = CalendarException.objects.get()
    entry = Entry.objects.about(day).get()
    assert (entry.by, entry.facts["legal_basis"]) == (administrator, "Thông báo 1/TB-BNV")


def test_the_calendar_of_a_year_is_imported_by_day_and_nonsense_is_refused(administrator):
    columns = ("day", "is_working", "name", "legal_basis", "evidence")
    rows = [("22/08/2026", "có", "Làm bù", "Thông báo", "V1"), ("31/08/2026", "0", "Nghỉ hoán đổi", "", "V1")]
    resource = CalendarExceptionResource()
    for _again in range(2):
        result = resource.import_data(tablib.Dataset(*rows, headers=columns), user=administrator)
        assert (result.has_errors(), result.has_validation_errors()) == (False, False)
    assert list(CalendarException.objects.order_by("day").values_list("is_working", flat=True)) == [
        True,
        False,
    ]
    wrong = tablib.Dataset(("23/08/2026", "maybe", "Thử", "", "V1"), headers=columns)
    problems = resource.import_data(wrong, dry_run=True, user=administrator)
    told = [str(error.error) for _, errors in problems.row_errors() for error in errors]
    told += [str(invalid.error_dict) for invalid in problems.invalid_rows]
    assert "maybe" in " ".join(told)
