"""A line of the journal that is changed, deleted, put in later or taken away with others is found and named."""

import threading
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from journal.actions import note_down, seal
from journal.models import Change, Entry, Seal
from journal.queries.fingerprints import fingerprint_of
from journal.queries.guards import gaps
from journal.queries.verifying import verify
from organisations.models import Province
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ProvinceFactory


def txid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]


@pytest.fixture
def sealed(db):
    """A journal under two seals: what stood there, and what came afterwards."""
    first = note_down(ProvinceFactory(), "first", by=UserFactory(), note="đầu")
    seal()
    second = note_down(ProvinceFactory(), "second", by=None)
    seal(before_txid=txid() + 1)
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tests hold back what is checked at the end
        for table in ("journal_entry", "journal_change", "journal_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # as the owner of the tables could
    return {"first": first.pk, "second": second.pk, "change": Change.objects.last().pk}


def fingerprint_now(pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {fingerprint_of('entry')} FROM journal_entry WHERE id = %s", [pk])  # noqa: S608
        return cursor.fetchone()[0]


def found(head=""):
    return [fault.words for fault in verify(now=timezone.now(), head=head).faults]


def test_the_chain_covers_every_line_once(sealed):
    seals = list(Seal.objects.order_by("number"))
    assert [each.number for each in seals] == list(range(1, len(seals) + 1))
    assert [each.kind for each in seals] == ["entry", "change", "entry", "change"]
    covered = sorted(pk for each in seals if each.kind == "change" for pk in each.ids)
    assert covered == sorted(Change.objects.values_list("pk", flat=True))
    proof = verify(now=timezone.now(), head=seals[0].hash)
    assert (proof.seals, proof.lines, proof.head) == (
        4,
        Entry.objects.count() + Change.objects.count(),
        seals[-1].hash,
    )


def test_nothing_new_makes_no_seal(sealed):
    assert seal(before_txid=txid() + 2) == []


LATE = (
    "INSERT INTO journal_entry (at, record_type, record_id, action, state_before, state_after, note, facts)"
    " VALUES (now(), 'a', 1, 'late', '', '', '', '{{}}')"
)
PLANTED = [
    ("UPDATE journal_entry SET note = 'khác' WHERE id = {first}", "entry {first}: was changed"),
    ("UPDATE journal_entry SET by_id = NULL WHERE id = {first}", "entry {first}: was changed"),
    (
        "UPDATE journal_entry SET at = at - interval '1 day' WHERE id = {second}",
        "entry {second}: was changed",
    ),
    ("UPDATE journal_change SET actor_id = 7 WHERE id = {change}", "change {change}: was changed"),
    (
        "UPDATE journal_change SET fields = fields || '{{\"a\": 1}}' WHERE id = {change}",
        "change {change}: was changed",
    ),
    (
        "UPDATE journal_change SET salt = gen_random_uuid() WHERE id = {change}",
        "change {change}: was changed",
    ),
    ("DELETE FROM journal_entry WHERE id = {second}", "entry {second}: was deleted"),
    ("TRUNCATE journal_entry", "entry {first}: was deleted"),
    ("TRUNCATE journal_change", "change {change}: was deleted"),
    (
        LATE,
        "was put in later: lines of its transaction were sealed without it",
    ),
    ("UPDATE journal_seal SET number = 9 WHERE number = 4", "seal 9: follows seal 3"),
    ("DELETE FROM journal_seal WHERE number = 2", "seal 3: follows seal 1"),
    ("DELETE FROM journal_seal WHERE number = 4", "was put in later"),
    ("UPDATE journal_seal SET ids = '{{}}', fingerprints = '' WHERE number = 1", "seal 1: was changed"),
]


@pytest.mark.parametrize(("fault", "words"), PLANTED)
def test_a_planted_change_is_found_and_named(sealed, fault, words):
    with connection.cursor() as cursor:
        cursor.execute(fault.format(**sealed))
    assert any(words.format(**sealed) in each for each in found()), found()
    with pytest.raises(CommandError, match="NOT as it was written"):
        call_command("verify_journal", stderr=StringIO())


def test_a_seal_written_anew_breaks_the_next_one(sealed):
    """Whoever changes a line and its seal has to write every later seal anew, too."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET note = 'khác' WHERE id = %s", [sealed["first"]])
    new = fingerprint_now(sealed["first"])
    one = Seal.objects.get(number=1)
    assert one.ids == [sealed["first"]]
    one.fingerprints = new
    one.hash = one.compute_hash()
    one.save()
    assert found() == ["seal 2: does not continue the seal before it"]


def test_a_chain_written_anew_does_not_hold_the_head_that_was_kept(sealed):
    kept = Seal.objects.first().hash
    assert found(kept) == []
    Seal.objects.filter(number__gte=3).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id >= %s", [sealed["second"]])
        cursor.execute(
            "DELETE FROM journal_change WHERE id NOT IN (SELECT unnest(ids) FROM journal_seal WHERE kind = 'change')"
        )
    assert found() == []  # what is left is whole
    assert found(kept) == [f"no seal has the hash {kept}: the chain was cut or written anew"]


def test_seals_taken_away_altogether_leave_lines_that_wait_too_long(sealed):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_seal")
        cursor.execute("UPDATE journal_entry SET at = at - interval '2 hours'")
    assert found()[0].startswith(f"entry {sealed['first']}: has waited for a seal for over an hour")


@pytest.fixture
def watching(db):
    """Every trigger switched on, also those that other tests have to switch off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "DO $$ DECLARE there record; BEGIN FOR there IN SELECT tgrelid::regclass AS name, tgname FROM pg_trigger"
            " WHERE tgname LIKE 'journal_%' AND tgenabled = 'D' LOOP"
            " EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', there.name, there.tgname); END LOOP; END $$"
        )


DECISIONS = "table support_decision: trigger journal_"
CONDITION = """
    CREATE OR REPLACE TRIGGER journal_update AFTER UPDATE ON support_decision
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (false)
    EXECUTE FUNCTION journal_watch('support.decision', '{}', '{}')"""
OTHER_EVENT = """
    CREATE OR REPLACE TRIGGER journal_number BEFORE DELETE ON support_decision EXECUTE FUNCTION journal_keeps_number()"""
OTHER_BODY = "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("ALTER TABLE support_decision DISABLE TRIGGER journal_update", DECISIONS + "update is switched off"),
        (
            "ALTER TABLE journal_change DISABLE TRIGGER USER",
            "table journal_change: trigger journal_refuse is switched off",
        ),
        ("DROP TRIGGER journal_delete ON support_decision", DECISIONS + "delete is not there"),
        (CONDITION, DECISIONS + "update is switched off"),
        (OTHER_EVENT, DECISIONS + "number is not as it was laid down"),
        (OTHER_BODY, "function journal_refuse is not as it was laid down"),
    ],
)
def test_a_database_that_no_longer_watches_is_found(watching, fault, words):
    seal()
    assert gaps() == []
    call_command("verify_journal", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(fault)
    assert words in gaps()
    with pytest.raises(CommandError, match="does not watch everything"):
        call_command("verify_journal", stderr=StringIO())


def test_a_line_of_tomorrow_is_found(sealed):
    with connection.cursor() as cursor:
        cursor.execute(
            LATE.format()
            .replace("now()", "now() + interval '1 year'")
            .replace("(at,", "(txid, at,")
            .replace("VALUES (", "VALUES (NULL, ")
        )
    assert [words.split(": ")[1] for words in found()] == ["bears a moment that has not come yet"]


def test_the_command_tells_the_head(sealed, watching):
    out = StringIO()
    call_command("verify_journal", head=Seal.objects.first().hash, stdout=out)
    assert out.getvalue().splitlines()[-1] == f"Head: {Seal.objects.first().hash}"


def test_a_copy_on_another_server_goes_on_with_the_chain(sealed):
    """There transactions are counted anew, so nothing is asked of their numbers once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET txid = txid + 1000000"
        )  # as if this server counted from the start
        cursor.execute("UPDATE journal_change SET txid = txid + 1000000")
    Seal.objects.all().delete()
    seal()
    Seal.objects.update(server="elsewhere", before_txid=5_000_000)
    for each in Seal.objects.order_by("number"):
        each.previous = Seal.objects.get(number=each.number - 1).hash if each.number > 1 else ""
        each.hash = each.compute_hash()
        each.save()
    note_down(ProvinceFactory(), "after the move", by=None)
    made = seal()
    assert [each.from_txid for each in made] == [None, None]
    note_down(ProvinceFactory(), "later", by=None)
    assert [each.count for each in seal(before_txid=txid() + 1)] == [1, 1]
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_sealed_with_the_next_and_holds_nobody_up():
    province = ProvinceFactory()
    seal()
    written, finish = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            note_down(province, "slow", by=None)
            written.set()
            finish.wait(30)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(30)
    Province.objects.filter(pk=province.pk).update(note="nhanh")  # waits for nobody
    assert seal() == []
    finish.set()
    thread.join(30)
    with psycopg.connect(
        **{**connection.get_connection_params(), "dbname": "postgres", "cursor_factory": None}
    ) as elsewhere:
        elsewhere.execute(
            "SELECT pg_current_xact_id()"
        )  # a transaction of another database holds nothing back
        for _ in range(50):  # one that ended a moment ago may
            seal()
            if (
                sum(each.count for each in Seal.objects.all())
                == Entry.objects.count() + Change.objects.count()
            ):
                break
    assert Seal.objects.filter(kind="entry").get().ids == [Entry.objects.get().pk]
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_seal_once():
    ProvinceFactory()
    start, made = threading.Barrier(2), []

    def one():
        start.wait(10)
        made.extend(seal())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [each.number for each in sorted(made, key=lambda each: each.number)] == [1]
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_the_first_seal_lets_people_write_until_all_that_stood_there_is_sealed():
    province = ProvinceFactory()
    note_down(province, "stood there", by=None)
    before: list[int] = []

    def somebody():
        note_down(province, "meanwhile", by=None)
        connection.close()

    def just_before_writing_stops(execute, sql, params, many, context):
        if sql.startswith("LOCK TABLE"):
            before.append(Seal.objects.count())
            thread = threading.Thread(target=somebody)
            thread.start()
            thread.join(30)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(just_before_writing_stops):
        made = seal()
    assert before == [2]  # acts and changes of fields
    assert [(each.kind, each.count) for each in made] == [("entry", 1), ("change", 1), ("entry", 1)]
    assert found() == []
