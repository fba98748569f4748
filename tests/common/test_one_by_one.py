"""Two administrators at the same rows at the same moment: one effect, one line, no fault, nothing written over unseen."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.one_by_one import MEANWHILE
from jobs.models import Job
from journal.models import Entry
from organisations.models import CalendarException
from tests.accounts.signing_in import a_person, give_app, sign_in
from tests.common.test_tables import browser
from tests.factories.accounts import AdministratorFactory


def boss(**facts):
    return browser(AdministratorFactory(is_staff=True, **facts))


def at_once(*acts):
    """Each act in a thread of its own, all begun at one moment; what came of them."""
    ready, done = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        ready.wait()
        try:
            done[place] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return done


def ticked(model, action, *rows):
    address = reverse(f"admin:{model}_changelist")
    return address, {"action": action, "post": "yes", "_selected_action": [row.pk for row in rows]}


def bulk(model, action, *rows, times=3):
    """The same act of so many administrators at once; the codes of their answers."""
    address, sent = ticked(model, action, *rows)
    people = [boss() for _ in range(times)]
    return {
        answer.status_code for answer in at_once(*(lambda one=one: one.post(address, sent) for one in people))
    }


def words_of(page):
    return [str(message) for message in page.context["messages"]]


@pytest.mark.django_db(transaction=True)
def test_rows_that_several_delete_at_once_are_told_once():
    days = [CalendarException.objects.create(day=f"2031-01-0{n}", name="x", evidence="V1") for n in (1, 2, 3)]
    assert bulk("organisations_calendarexception", "delete_selected", *days) == {302}
    assert CalendarException.objects.count() == 0
    assert Entry.objects.filter(action="delete_in_administration").count() == 3
    assert LogEntry.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_row_that_several_delete_on_its_page_is_told_once():
    day = CalendarException.objects.create(day="2031-01-01", name="x", evidence="V1")
    address = reverse("admin:organisations_calendarexception_delete", args=[day.pk])
    people = [boss() for _ in range(3)]
    done = at_once(*(lambda one=one: one.post(address, {"post": "yes"}) for one in people))
    assert {answer.status_code for answer in done} == {302}
    assert Entry.objects.filter(action="delete_in_administration").count() == 1


@pytest.mark.django_db(transaction=True)
def test_devices_several_take_away_and_sessions_several_end_are_taken_and_ended_once():
    person, own = a_person(), Client()
    sign_in(own)
    give_app(person)
    device = Authenticator.objects.get(user=person, type="totp")
    assert bulk("mfa_authenticator", "delete_selected", device) == {302}
    assert Entry.objects.about(person).filter(action="take_away_second_factor").count() == 1
    sign_in(own)
    session = UserSession.objects.create(user=person, ip="127.0.0.1", session_key="x" * 32, user_agent="x")
    assert bulk("usersessions_usersession", "delete_selected", session) == {302}
    assert LogEntry.objects.filter(object_id=str(session.pk), action_flag=3).count() == 1


@pytest.mark.django_db(transaction=True)
def test_failed_work_several_run_again_is_run_once():
    job = Job.objects.create(kind="render_report", title="x", status="failed", ended_at=timezone.now())
    assert bulk("jobs_job", "run_again", job) == {302}
    assert Entry.objects.filter(action="run_again_in_administration").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["abc", "9" * 30, "", "-1", "\0"])
@pytest.mark.parametrize(
    ("model", "action"), [("jobs_job", "run_again"), ("accounts_user", "delete_selected")]
)
def test_keys_that_are_none_are_told_and_no_fault(model, action, key):
    sent = {"action": action, "post": "yes", "_selected_action": [key]}
    assert boss().post(reverse(f"admin:{model}_changelist"), sent).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["ticked", "page"])
def test_what_somebody_attaches_while_it_is_deleted_is_told(way):
    """As the database says it when a row that points at this one was written between the question and the deed."""
    day = CalendarException.objects.create(day="2031-01-01", name="x", evidence="V1")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION pg_temp.held() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE 'held' USING ERRCODE = 'foreign_key_violation'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER held BEFORE DELETE ON organisations_calendarexception"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.held()"
        )
    address, sent = ticked("organisations_calendarexception", "delete_selected", day)
    if way == "page":
        address = reverse("admin:organisations_calendarexception_delete", args=[day.pk])
    page = boss().post(address, sent, follow=True)
    assert words_of(page) == [str(MEANWHILE)]
    assert (CalendarException.objects.count(), Entry.objects.count()) == (1, 0)


def form_of(page):
    """What a browser would send back of a page of a row."""
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if name != "password"}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return sent | {"as-seen": page.context["as_seen"]}


@pytest.mark.django_db
def test_nobody_lets_somebody_in_again_whom_a_colleague_shut_out_meanwhile():
    person, first, second = a_person(), boss(), boss()
    address = reverse("admin:accounts_user_change", args=[person.pk])
    early = form_of(first.get(address))
    assert f'name="as-seen" value="{early["as-seen"]}"' in first.get(address).content.decode()
    late = form_of(second.get(address))
    del late["is_active"]
    assert second.post(address, late).status_code == 302
    told = first.post(address, early | {"full_name": "Lan Anh"}, follow=True)
    assert User.objects.filter(pk=person.pk, is_active=False, full_name="Nguyễn Thị Lan").exists()
    assert words_of(told) == [str(MEANWHILE)]
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())  # nothing the page lets change
    again = form_of(first.get(address))
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    first.post(address, again | {"full_name": "Lan Anh"})
    assert User.objects.filter(pk=person.pk, is_active=False, full_name="Lan Anh").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_page_at_once_one_is_told():
    person, people = a_person(), [boss(), boss()]
    address = reverse("admin:accounts_user_change", args=[person.pk])
    sent = [form_of(one.get(address)) | {"full_name": f"Lan {n}"} for n, one in enumerate(people)]
    done = at_once(
        *(lambda one=one, what=what: one.post(address, what) for one, what in zip(people, sent, strict=True))
    )
    places = sorted(answer["Location"] for answer in done)
    assert places == sorted([address, reverse("admin:accounts_user_changelist")])
