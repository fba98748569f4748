import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from common.errors import RuleBroken
from enterprises.actions import joining, people
from enterprises.models import EnterpriseMembership, JoinRequest, enterprise_ids_of
from journal.models import Entry
from outbox.models import Notice
from tests.enterprises.races import at_once
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory, tax_code
from tests.factories.organisations import SpecialistFactory

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def asked(enterprise=None, **facts):
    return joining.ask_to_join(enterprise or EnterpriseFactory(), by=UserFactory(), **facts)


def managed(*roles):
    """An enterprise and the memberships of its people in ``roles``."""
    enterprise = EnterpriseFactory()
    held = [EnterpriseMembershipFactory(enterprise=enterprise, role=role) for role in roles]
    return enterprise, *held


def roles(enterprise):
    return dict(enterprise.people.on(today()).values_list("user", "role"))


def refused(act, *args, **facts):
    with pytest.raises(RuleBroken) as no:
        act(*args, **facts)
    return no.value.code


def test_a_manager_takes_somebody_in_who_is_told():
    enterprise, boss = managed("manager")
    request = asked(enterprise, position="Kế toán")
    done = joining.accept(request, role="member", by=boss.user, now=now(), answer="Chào bạn.")
    assert (done.state, done.answered_by, done.answer) == ("accepted", boss.user, "Chào bạn.")
    assert roles(enterprise) == {boss.user_id: "manager", request.user_id: "member"}
    assert Notice.objects.get(user=request.user).body == "Chào bạn."
    assert enterprise_ids_of(request.user) == {enterprise.pk}


def test_dost_answers_and_the_first_to_come_manages():
    request = asked()
    desk = SpecialistFactory(organisation__province=request.enterprise.province).user
    joining.accept(request, role="member", by=desk, now=now())
    assert roles(request.enterprise) == {request.user_id: "manager"}


def test_dost_puts_right_an_enterprise_somebody_else_took():
    squatter = EnterpriseMembershipFactory(user__opened_alone=True)
    request = asked(squatter.enterprise)
    desk = SpecialistFactory(organisation__province=squatter.enterprise.province).user
    assert refused(people.remove, squatter, by=desk, on=today()) == "last_manager"
    joining.accept(request, role="manager", by=desk, now=now())
    people.remove(squatter, by=desk, on=today(), reason="Không phải người của công ty")
    assert roles(squatter.enterprise) == {request.user_id: "manager"}


def test_a_no_needs_a_reason_and_reaches_the_person():
    enterprise, boss = managed("manager")
    request = asked(enterprise)
    assert refused(joining.decline, request, by=boss.user, now=now(), answer=" \u200b ") == "reason"
    done = joining.decline(request, by=boss.user, now=now(), answer="Không phải người của công ty.")
    assert (done.state, roles(enterprise)) == ("declined", {boss.user_id: "manager"})
    assert Notice.objects.get(user=request.user).body == "Không phải người của công ty."
    assert refused(joining.accept, request, role="member", by=boss.user, now=now()) == "moved_on"


def test_nobody_else_answers():
    enterprise, _boss, member = managed("manager", "member")
    request = asked(enterprise)
    other = SpecialistFactory().user
    for somebody in (member.user, other, request.user):
        assert refused(joining.accept, request, role="member", by=somebody, now=now()) == "not_permitted"


def test_whoever_has_not_confirmed_the_address_waits():
    enterprise, boss = managed("manager")
    request = asked(enterprise)
    request.user.opened_alone = True
    request.user.save()
    assert refused(joining.accept, request, role="member", by=boss.user, now=now()) == "unconfirmed"
    EmailAddress.objects.create(user=request.user, email=request.user.email, verified=True, primary=True)
    assert joining.accept(request, role="member", by=boss.user, now=now()).state == "accepted"


def test_a_request_may_be_taken_back_and_made_again():
    request = asked()
    assert joining.withdraw(request, by=request.user).state == "withdrawn"
    assert joining.ask_to_join(request.enterprise, by=request.user).pk != request.pk


def test_accepting_enters_the_code_nobody_knew_unless_it_is_taken():
    known, late = EnterpriseFactory(tax_code=""), EnterpriseFactory(tax_code="", name="Khác")
    desk = SpecialistFactory(organisation__province=known.province).user
    request = asked(known, tax_code=tax_code(7070))
    joining.accept(request, role="manager", by=desk, now=now())
    known.refresh_from_db()
    assert (known.tax_code, known.version) == (tax_code(7070), 2)
    other = SpecialistFactory(organisation__province=late.province).user
    second = asked(late, tax_code=tax_code(7070))
    assert refused(joining.accept, second, role="manager", by=other, now=now()) == "taken"
    second.refresh_from_db()
    assert (second.state, roles(late)) == ("waiting", {})


def test_roles_change_but_a_manager_always_stays():
    enterprise, boss, member = managed("manager", "member")
    assert refused(people.change_role, boss, role="member", by=boss.user, on=today()) == "last_manager"
    people.change_role(member, role="manager", by=boss.user, on=today())
    people.change_role(boss, role="member", by=member.user, on=today())
    assert roles(enterprise) == {boss.user_id: "member", member.user_id: "manager"}


def test_a_manager_who_may_no_longer_sign_in_does_not_count():
    enterprise, boss, gone = managed("manager", "manager")
    gone.user.is_active = False
    gone.user.save()
    assert refused(people.leave, enterprise, by=boss.user, on=today()) == "last_manager"


def test_handing_over_is_one_step():
    enterprise, boss, member = managed("manager", "member")
    people.hand_over(member, by=boss.user, on=today())
    assert roles(enterprise) == {boss.user_id: "member", member.user_id: "manager"}
    assert refused(people.hand_over, member, by=boss.user, on=today()) == "not_permitted"
    assert refused(people.hand_over, member, by=member.user, on=today()) == "same_person"
    people.leave(enterprise, by=boss.user, on=today())
    assert refused(people.leave, enterprise, by=member.user, on=today()) == "last_manager"
    assert roles(enterprise) == {member.user_id: "manager"}


def test_whoever_was_let_go_sees_nothing_from_that_moment_and_may_come_back():
    enterprise, boss, member = managed("manager", "member")
    people.remove(member, by=boss.user, on=today(), reason="Nghỉ việc")
    assert (roles(enterprise), enterprise_ids_of(member.user)) == ({boss.user_id: "manager"}, frozenset())
    request = joining.ask_to_join(enterprise, by=member.user)
    joining.accept(request, role="member", by=boss.user, now=now())
    people.remove(
        enterprise.people.get(user=member.user), by=boss.user, on=today()
    )  # came and went on one day
    assert roles(enterprise) == {boss.user_id: "manager"}
    told = ["take_in", "let_go", "let_go"]
    assert sorted(Entry.objects.filter(action__in=told).values_list("action", flat=True)) == sorted(told)


def test_a_place_of_long_ago_ends_yesterday():
    enterprise, _boss, member = managed("manager", "member")
    people.leave(enterprise, by=member.user, on=today())
    member.refresh_from_db()
    assert member.valid_to == today() - dt.timedelta(1)


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_once_leave_one_behind():
    enterprise, one, two = managed("manager", "manager")
    came = at_once(*[lambda by=m.user: people.leave(enterprise, by=by, on=today()) for m in (one, two)])
    assert sorted(map(str, came)) == ["None", "last_manager"]
    assert list(roles(enterprise).values()) == ["manager"]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_one_another_at_once_only_one_does():
    enterprise, one, two = managed("manager", "manager")
    came = at_once(
        lambda: people.remove(one, by=two.user, on=today()),
        lambda: people.remove(two, by=one.user, on=today()),
    )
    assert None in came
    assert set(map(str, came)) <= {"None", "not_permitted", "moved_on", "last_manager"}
    assert list(roles(enterprise).values()) == ["manager"]


@pytest.mark.django_db(transaction=True)
def test_a_request_accepted_and_taken_back_at_once_ends_in_one_of_the_two():
    enterprise, boss = managed("manager")
    request = asked(enterprise)
    came = at_once(
        lambda: joining.accept(request, role="member", by=boss.user, now=now()).state,
        lambda: joining.withdraw(request, by=request.user).state,
    )
    assert sorted(came) in (["accepted", "moved_on"], ["moved_on", "withdrawn"])
    request = JoinRequest.objects.get()
    assert enterprise.people.filter(user=request.user).exists() == (request.state == "accepted")


@pytest.mark.django_db(transaction=True)
def test_two_first_comers_accepted_at_once_leave_one_manager_and_one_member():
    enterprise = EnterpriseFactory()
    desk = SpecialistFactory(organisation__province=enterprise.province).user
    requests = [asked(enterprise), asked(enterprise)]
    at_once(*[lambda r=r: joining.accept(r, role="member", by=desk, now=now()).state for r in requests])
    assert sorted(EnterpriseMembership.objects.values_list("role", flat=True)) == ["manager", "member"]
