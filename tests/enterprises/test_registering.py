import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.errors import RuleBroken
from enterprises.actions import Wanted, register_own, register_visitor
from enterprises.models import Enterprise, EnterpriseMembership, JoinRequest
from enterprises.queries.known import core, known
from journal.models import Entry
from outbox.models import Notice
from tests.enterprises.races import at_once
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory, tax_code
from tests.factories.organisations import ProvinceFactory, ProvinceSuccessionFactory, SpecialistFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


def today():
    return timezone.localdate()


def wanted(**changes):
    facts = {
        "name": "Công ty TNHH Dệt Mẫu",
        "tax_code": tax_code(7001),
        "kind": "company",
        "position": "Giám đốc",
    }
    facts |= changes
    facts.setdefault("province", None)
    facts["province"] = facts["province"] or ProvinceFactory()
    return Wanted(**facts)


def visit(facts, email="lan@example.vn"):
    return register_visitor(facts, email=email, password=PASSWORD, full_name="Nguyễn Thị Lan", on=today())


def test_a_visitor_gets_an_account_and_manages_the_new_enterprise():
    done = visit(wanted(address="Số 1"))
    assert (done.user.opened_alone, done.user.has_confirmed_address) == (True, False)
    assert (done.enterprise.tax_code, done.enterprise.address, done.request) == (tax_code(7001), "Số 1", None)
    held = EnterpriseMembership.objects.get(user=done.user, enterprise=done.enterprise)
    assert (held.role, held.position, held.valid_from) == ("manager", "Giám đốc", today())
    assert Entry.objects.get(action="register_enterprise").facts["notice_of_privacy"]


def test_an_address_that_has_an_account_changes_nothing():
    UserFactory(email="lan@example.vn")
    assert visit(wanted(), email="LAN@example.vn") is None
    assert (Enterprise.objects.count(), JoinRequest.objects.count(), User.objects.count()) == (0, 0, 1)


def test_a_known_code_becomes_a_request_to_its_managers():
    there = EnterpriseFactory()
    manager = EnterpriseMembershipFactory(enterprise=there).user
    SpecialistFactory(organisation__province=there.province)
    done = visit(wanted(tax_code=there.tax_code))
    assert (done.enterprise, done.request.state, done.request.position) == (there, "waiting", "Giám đốc")
    assert not there.people.filter(user=done.user).exists()
    assert list(Notice.objects.values_list("user", flat=True)) == [manager.pk]


def test_where_nobody_acts_for_it_dost_is_asked():
    there = EnterpriseFactory()
    desk = SpecialistFactory(organisation__province=there.province).user
    done = visit(wanted(tax_code=there.tax_code))
    assert list(Notice.objects.values_list("user", flat=True)) == [desk.pk]
    assert (done.request.enterprise, Enterprise.objects.count()) == (there, 1)


def test_a_namesake_without_a_code_is_asked_for_too_also_under_the_former_province():
    merged = ProvinceSuccessionFactory()
    there = EnterpriseFactory(name="CÔNG TY TNHH dệt mẫu", tax_code="", province=merged.old)
    done = visit(wanted(province=merged.new))
    assert (done.enterprise, done.request.tax_code) == (there, tax_code(7001))
    there.refresh_from_db()
    assert there.tax_code == ""


def test_the_form_sent_twice_is_one_registration():
    lan, facts = UserFactory(), wanted()
    first, second = (register_own(facts, by=lan, on=today()) for _ in range(2))
    assert (first, Enterprise.objects.count(), EnterpriseMembership.objects.count()) == (second, 1, 1)
    other = UserFactory()
    asked = [register_own(facts, by=other, on=today()).request for _ in range(2)]
    assert (asked[0], JoinRequest.objects.count()) == (asked[1], 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tax_code": "0100109107"}, "tax_code"),
        ({"tax_code": ""}, "tax_code"),
        ({"tax_code": "001082000123"}, "tax_code"),
        ({"name": "\u200e \u200f"}, "name"),
    ],
)
def test_what_cannot_be_is_refused_and_no_account_stays(changes, code):
    with pytest.raises(RuleBroken) as no:
        visit(wanted(**changes))
    assert (no.value.code, User.objects.count(), Enterprise.objects.count()) == (code, 0, 0)


def test_a_household_registers_under_its_owners_number():
    done = visit(wanted(kind="household", name="Hộ kinh doanh Mẫu", tax_code="001 082 000 123"))
    assert (done.enterprise.tax_code, done.enterprise.family) == ("001082000123", "001082000123")


def test_names_are_stored_composed_without_invisible_marks():
    name = unicodedata.normalize("NFD", "Công ty \u202eCổ phần\u200b Lúa Vàng")
    done = visit(wanted(name=name))
    assert done.enterprise.name == "Công ty Cổ phần Lúa Vàng"


def test_parents_branches_and_names_much_alike_are_found_but_no_household():
    here = ProvinceFactory()
    parent = EnterpriseFactory(tax_code=tax_code(7005), province=here)
    branch = EnterpriseFactory(tax_code=f"{tax_code(7005)}-002")
    alike = EnterpriseFactory(name="Công ty Cổ phần Dệt Mẫu Phương Nam", province=here)
    EnterpriseFactory(name="Hộ kinh doanh Dệt Mẫu Phương Nam", kind="household", province=here)
    EnterpriseFactory(name="Công ty TNHH Dệt Mẫu Phương Nam")  # of another province
    with CaptureQueriesContext(connection) as asked:
        found = known(
            name="CTY TNHH dệt mẫu phương nam", code=f"{tax_code(7005)}-001", province=here, on=today()
        )
    found_less = known(name="Dệt Mẫu Phương Nam", code="", province=here, on=today())
    assert (found.same, found.relatives) == (None, [parent, branch])
    assert (found_less.relatives, found_less.look_alikes, len(asked) <= 5) == ([], [alike], True)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Công ty TNHH Một thành viên Dệt May 8/3", "det may 8/3"),
        ("CN Công ty CP Sữa Ba Vì", "sua ba vi"),
        ("Hợp tác xã nông nghiệp Thanh Hà", "nong nghiep thanh ha"),
        ("Công ty", ""),
    ],
)
def test_legal_forms_do_not_make_names_alike(name, left):
    assert core(name) == left


@pytest.mark.django_db(transaction=True)
def test_two_who_register_one_new_code_at_once_one_gets_it_the_other_asks():
    province = ProvinceFactory()
    people = UserFactory.create_batch(2)
    acts = [lambda by=by: register_own(wanted(province=province), by=by, on=today()).request for by in people]
    came = at_once(*acts)
    assert sorted(request is None for request in came) == [False, True]
    enterprise = Enterprise.objects.get()
    winner, asker = people if came[0] is None else reversed(people)
    assert [m.user for m in enterprise.people.all()] == [winner]
    assert JoinRequest.objects.get().user == asker
    assert [notice.user for notice in Notice.objects.all()] == [winner]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_opens_one_account():
    province = ProvinceFactory()
    came = at_once(*[lambda: visit(wanted(province=province))] * 2)
    assert [done is None for done in came].count(True) == 1
    assert (User.objects.count(), Enterprise.objects.count(), JoinRequest.objects.count()) == (1, 1, 0)
