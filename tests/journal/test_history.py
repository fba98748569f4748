"""Every change of a watched row leaves a line with what changed, by whom, in which request."""

import json

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from common.request_id import named
from jobs import kinds
from jobs.actions import enqueue
from jobs.jobs import run
from journal.acting import acting, acting_people
from journal.actions import note_down
from journal.models import Change, Entry
from journal.watching import EVENTS, HIDDEN, put_on_triggers
from organisations.models import OrganisationAlias, Province
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alias():
    return OrganisationAlias.objects.create(organisation=OrganisationFactory(), text="Sở A")


def told(record):
    """What the history tells of the record, oldest first."""
    return list(Change.objects.of(record).order_by("pk").values_list("operation", "fields"))


def test_a_row_leaves_a_line_when_it_is_added_changed_and_deleted(alias):
    alias.text = "Sở B"
    alias.save()
    owner, lines = (
        alias.organisation_id,
        Change.objects.filter(record_type="organisations.organisationalias", record_id=alias.pk),
    )
    alias.delete()
    assert list(lines.order_by("pk").values_list("operation", "fields")) == [
        ("I", {"text": "Sở A", "organisation_id": owner}),
        ("U", {"text": ["Sở A", "Sở B"]}),
        ("D", {"text": "Sở B", "organisation_id": owner}),
    ]


def test_a_save_that_changes_nothing_leaves_no_line(alias):
    alias.save()
    assert [operation for operation, _ in told(alias)] == ["I"]


def test_many_rows_at_once_leave_a_line_each():
    home = OrganisationFactory()
    made = OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=home, text=f"Sở {n}", folded=f"so {n}") for n in range(3)
    )
    OrganisationAlias.objects.filter(organisation=home).exclude(text="Sở 2").update(
        text=Concat("text", Value("x"))
    )
    assert [told(row)[1:] for row in made] == [
        [("U", {"text": ["Sở 0", "Sở 0x"]})],
        [("U", {"text": ["Sở 1", "Sở 1x"]})],
        [],
    ]


def test_a_hand_in_the_database_leaves_a_line_without_a_name(alias):
    with acting(7), connection.connection.cursor() as bare:  # not through Django
        bare.execute("UPDATE organisations_organisationalias SET text = 'X' WHERE id = %s", [alias.pk])
    line = Change.objects.of(alias).first()
    assert (line.fields, line.actor_id, line.request) == ({"text": ["Sở A", "X"]}, None, "")


def test_the_line_says_who_and_in_which_request(alias):
    with acting(7), named("f" * 32):
        OrganisationAlias.objects.filter(pk=alias.pk).update(text="B")
    line = Change.objects.of(alias).first()
    assert (line.actor_id, line.request) == (7, "f" * 32)


def test_a_savepoint_that_is_rolled_back_takes_the_name_of_nobody_with_it(alias):
    with acting(7):
        with transaction.atomic():
            OrganisationAlias.objects.filter(pk=alias.pk).update(text="B")
            transaction.set_rollback(True)
        OrganisationAlias.objects.filter(pk=alias.pk).update(text="C")
    line = Change.objects.of(alias).first()
    assert (line.actor_id, line.fields) == (7, {"text": ["Sở A", "C"]})


def test_telling_who_acts_is_no_query_of_its_own(alias, django_assert_num_queries):
    with acting(7), django_assert_num_queries(1) as asked:
        OrganisationAlias.objects.filter(pk=alias.pk).update(text="B")
    assert asked[0]["sql"].startswith('UPDATE "organisations_organisationalias"')
    assert Change.objects.of(alias).order_by("pk").last().actor_id == 7


@pytest.mark.parametrize(
    ("user", "actor"),
    [
        (lambda: UserFactory(pk=4711), 4711),
        (AnonymousUser, None),
        (lambda: SimpleLazyObject(lambda: pytest.fail("looked up")), None),
    ],
)
def test_in_a_request_the_signed_in_person_acts_and_nobody_is_looked_up_for_it(alias, user, actor):
    def page(request):
        OrganisationAlias.objects.filter(pk=alias.pk).update(text="B")
        return HttpResponse()

    request = RequestFactory().post("/")
    request.user = user()
    acting_people(page)(request)
    assert Change.objects.of(alias).first().actor_id == actor


def test_a_job_acts_for_the_person_who_asked(alias, monkeypatch):
    def recipe(asked_for, progress):
        OrganisationAlias.objects.filter(pk=alias.pk).update(text="B")
        return {}

    monkeypatch.setitem(kinds._kinds, "try", kinds.Kind(recipe))
    person = UserFactory()
    run(enqueue(kind="try", title="T", asked_for={}, by=person).pk)
    assert Change.objects.of(alias).first().actor_id == person.pk


def test_a_password_never_stands_in_the_history():
    person = UserFactory()
    person.set_password("Một mật khẩu 5 chữ")
    person.save()
    lines = told(person)
    assert lines[0][1]["password"] == HIDDEN
    assert lines[1] == ("U", {"password": [HIDDEN, HIDDEN]})
    kept = json.dumps([fields for _, fields in lines])
    assert person.password not in kept


def test_signing_in_is_no_change_of_a_person():
    person = UserFactory()
    User.objects.filter(pk=person.pk).update(last_login="2026-11-21T00:00:00Z")
    assert [operation for operation, _ in told(person)] == ["I"]


def test_a_very_long_value_stands_by_its_length_and_fingerprint():
    province = ProvinceFactory(note="a" * 9000)
    Province.objects.filter(pk=province.pk).update(note="b" * 9000, name="Ngắn")
    added, changed = (fields for _, fields in told(province))
    assert added["note"]["length"] == 9002  # as JSON, with its quotes
    assert [value["length"] for value in changed["note"]] == [9002, 9002]
    assert changed["note"][0] == added["note"] != changed["note"][1]
    assert changed["name"][1] == "Ngắn"


@pytest.mark.parametrize("table", ["journal_entry", "journal_change"])
@pytest.mark.parametrize(
    "fault",
    ["UPDATE {} SET request = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE", "DELETE FROM {} WHERE false"],
)
def test_lines_of_the_journal_are_never_changed(table, fault):
    note_down(ProvinceFactory(), "try", by=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tests hold back what is checked at the end
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER journal_refuse_truncate")
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            cursor.execute(fault.format(table))
    assert Entry.objects.count() == 1


def test_a_line_in_words_names_its_request_too():
    with named("a" * 32):
        assert note_down(ProvinceFactory(), "try", by=None).request == "a" * 32


def test_emptying_a_table_leaves_a_line(alias):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE organisations_organisationalias ENABLE TRIGGER journal_truncate")
        cursor.execute("TRUNCATE organisations_organisationalias")
    line = Change.objects.first()
    assert (line.record_type, line.operation) == ("organisations.organisationalias", "T")


def test_a_trigger_that_was_taken_off_is_put_on_again_and_others_are_left_alone():
    assert put_on_triggers() == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_update ON organisations_province")
    assert [sql.split(" AFTER")[0] for sql in put_on_triggers()] == [
        'CREATE OR REPLACE TRIGGER "journal_update"'
    ]
    assert put_on_triggers() == []


def test_a_column_may_be_called_anything():
    """Tables are made by many hands; none of their names may stop a row from being written."""
    names = ["request", "actor", "txid", "told", "before", "after", "said", "quiet", "secrets", "key", "value",
             "was", "is_now", "fields", "old_rows", "new_rows", "at", "operation"]  # fmt: skip
    columns = ", ".join(f'"{name}" text' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE journal_try (id bigint PRIMARY KEY, {columns})")
        for event, seen in EVENTS.items():
            cursor.execute(
                f"CREATE TRIGGER try_{event} AFTER {event} ON journal_try REFERENCING {seen}"
                " FOR EACH STATEMENT EXECUTE FUNCTION journal_watch('a.try', '{}', '{id}')"
            )
        cursor.execute("INSERT INTO journal_try (id, told) VALUES (1, 'a')")
        cursor.execute('UPDATE journal_try SET "before" = told, was = told')
        cursor.execute("DELETE FROM journal_try")
    assert list(
        Change.objects.filter(record_type="a.try").order_by("pk").values_list("operation", "record_id")
    ) == [("I", 1), ("U", 1), ("D", 1)]
    changed = Change.objects.get(record_type="a.try", operation="U").fields
    assert changed == {"before": [None, "a"], "was": [None, "a"]}


@pytest.mark.parametrize(
    "fault", ["UPDATE {} SET id = id + 1000", "UPDATE {} SET text = 'X', id = -id", "UPDATE {} SET id = id"]
)
def test_a_row_keeps_its_number(alias, fault):
    """One that got another would leave its history behind."""
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="keep their number"),
        transaction.atomic(),
    ):
        cursor.execute(fault.format("organisations_organisationalias"))
    assert [operation for operation, _ in told(alias)] == ["I"]


def test_rows_copied_in_by_hand_leave_a_line_each():
    home = OrganisationFactory()
    into = "COPY organisations_organisationalias (organisation_id, text, folded) FROM STDIN"
    with connection.connection.cursor() as bare, bare.copy(into) as copy:
        for text in ("Sở A", "Sở B"):
            copy.write_row((home.pk, text, text))
    lines = Change.objects.filter(record_type="organisations.organisationalias").order_by("pk")
    assert [line.fields["text"] for line in lines] == ["Sở A", "Sở B"]


def test_a_row_that_is_written_or_changed_by_one_statement_leaves_the_right_line(alias):
    OrganisationAlias.objects.bulk_create(
        [OrganisationAlias(pk=alias.pk, organisation_id=alias.organisation_id, text="Sở C", folded="so c")],
        update_conflicts=True, unique_fields=["id"], update_fields=["text"],
    )  # fmt: skip
    assert told(alias)[1:] == [("U", {"text": ["Sở A", "Sở C"]})]


def test_another_way_to_sign_in_leaves_a_line_without_what_the_provider_told():
    person = UserFactory()
    made = SocialAccount.objects.create(
        user=person, provider="vneid", uid="u-1", extra_data={"phone": "0912 345 678"}
    )
    SocialAccount.objects.filter(pk=made.pk).update(extra_data={"phone": "0912 345 679"})
    (_, added), (_, changed) = told(made)
    assert (added["user_id"], added["uid"], added["extra_data"]) == (person.pk, "u-1", HIDDEN)
    assert changed["extra_data"] == [HIDDEN, HIDDEN]
    assert "0912" not in json.dumps([added, changed])
