"""Upgrading beside people: nobody queues behind it, what broke off is mended by the next try, two at once do it once."""

import io
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from journal.models import Change
from operations.management.commands import migrate_gently
from tests.jobs.worker import until
from tests.operations.places import Place

LAST = ("journal", "0007_changes_of_a_request")
INDEX = "journal_changes_of_a_request"
WRITING = "LOCK TABLE journal_change IN ROW EXCLUSIVE MODE"  # what a change of a row holds until its end
pytestmark = pytest.mark.django_db(transaction=True)


def one(query, *facts):
    with connection.cursor() as cursor:
        cursor.execute(query, facts)
        return cursor.fetchone() if cursor.description else None


def is_valid():
    """Whether the index may be used; None where there is none."""
    found = one(
        "SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relname = %s", INDEX
    )
    return found and found[0]


@pytest.fixture
def waiting(monkeypatch):
    """The last migration of the journal waits, as it does in an upgrade."""
    monkeypatch.setattr(migrate_gently, "PAUSE", 0.1)
    one("DELETE FROM django_migrations WHERE app = %s AND name = %s", *LAST)
    one(f"DROP INDEX CONCURRENTLY {INDEX}")
    yield
    call_command("migrate_gently", verbosity=0, stderr=io.StringIO())
    assert is_valid()


@contextmanager
def another():
    """A connection of somebody else."""
    words = Place(connection.settings_dict["NAME"], None).words
    with psycopg.connect(words, autocommit=True) as line:
        yield line


@contextmanager
def open_transaction(query):
    """Somebody is in the middle of something."""
    with another() as line, line.transaction():
        line.execute(query)
        yield


def upgrade(said=None, **options):
    """Upgrade; what it said, which whoever gives ``said`` hears at once."""
    said = said or io.StringIO()
    call_command("migrate_gently", verbosity=0, stderr=said, **options)
    return said.getvalue()


class Upgrade(threading.Thread):
    """An upgrade beside the test."""

    def __init__(self):
        super().__init__()
        self.stderr, self.fault = io.StringIO(), None

    @property
    def said(self):
        return self.stderr.getvalue()

    def run(self):
        try:
            upgrade(self.stderr, wait=1)
        except Exception as fault:  # noqa: BLE001 - the test looks at it
            self.fault = fault
        finally:
            connections.close_all()


def leave_an_invalid_index():
    """As a machine that dies while the index is built leaves it."""
    with open_transaction(WRITING), another() as line:
        line.execute("SET statement_timeout = 2000")
        with pytest.raises(psycopg.errors.QueryCanceled):
            line.execute(f"CREATE INDEX CONCURRENTLY {INDEX} ON journal_change (record_type)")
    assert is_valid() is False


def test_an_index_that_broke_off_is_found_said_and_built_anew(waiting):
    leave_an_invalid_index()
    assert f"{INDEX} is left from a try that broke off: it is built anew." in upgrade()
    assert is_valid()
    assert "text_bloom_ops" in one("SELECT indexdef FROM pg_indexes WHERE indexname = %s", INDEX)[0]
    assert upgrade() == ""


def test_an_index_waits_for_old_transactions_and_holds_nobody_up(waiting):
    with open_transaction(WRITING):
        upgrading = Upgrade()
        upgrading.start()
        until(lambda: is_valid() is False)
        time.sleep(1.2)  # longer than a step may queue for a lock
        assert upgrading.is_alive()
        with another() as line:
            line.execute("SET statement_timeout = 5000")
            line.execute("SELECT count(*) FROM journal_change")
            line.execute("INSERT INTO journal_change SELECT * FROM journal_change WHERE false")
    upgrading.join(30)
    assert (upgrading.said, upgrading.fault, is_valid()) == ("", None, True)


def test_two_at_once_do_it_once_and_both_end_well(waiting):
    both = [Upgrade(), Upgrade()]
    with open_transaction(WRITING):
        for each in both:
            each.start()
        until(lambda: is_valid() is False and any(each.said for each in both))
    for each in both:
        each.join(60)
    assert [each.fault for each in both] == [None, None]
    assert sorted(each.said for each in both) == ["", "Another upgrade is under way; waiting for it.\n"]
    assert one("SELECT count(*) FROM django_migrations WHERE app = %s AND name = %s", *LAST) == (1,)


def test_a_table_held_all_the_time_is_said_and_nothing_stays_set(waiting):
    held = open_transaction("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
    with held, pytest.raises(CommandError, match="pg_stat_activity"):
        upgrade(wait=1, tries=2)
    assert one("SHOW lock_timeout") == ("0",)


def test_an_index_nobody_waits_for_is_named(waiting):
    """Left by hand, or by a rebuilding: the upgrade does not know what it was for."""
    with open_transaction(WRITING), another() as line:
        line.execute("SET statement_timeout = 2000")
        with pytest.raises(psycopg.errors.QueryCanceled):
            line.execute("CREATE INDEX CONCURRENTLY somebodys_own ON journal_change (id)")
    try:
        assert "Not valid, and of no step of ours: somebodys_own" in upgrade()
    finally:
        one("DROP INDEX somebodys_own")
    assert Change.objects.count() == 0
