"""What every test lives in: a data folder and a cache of its own, and quick passwords."""

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from tests.browser import chromium, visitor  # noqa: F401 - fixtures for every test
from tests.emptying import empty_the_tables
from tests.jobs.worker import worker  # noqa: F401 - a fixture for every test
from tests.rooms import live_in
from tests.trial import trial, trial_with_dossiers  # noqa: F401 - two more


def pytest_configure():
    """A browser keeps its line to the server open; the server's thread must not keep the database open with it."""
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


# No test is judged by a clock: a busy machine is not a fault.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


def pytest_collection_modifyitems(items):
    """Whatever asks for Chromium is a browser test."""
    for item in items:
        if {"chromium", "visitor"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _nobody_else_in_the_database(django_db_setup, django_db_blocker):
    """A thread that still holds the database at the very end is sent home, so that it can be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _tables_may_be_emptied(django_db_setup, django_db_blocker):
    """Tests that keep what they write empty every table afterwards, the journal too."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "DO $$ DECLARE there record; BEGIN FOR there IN SELECT tgrelid::regclass AS name, tgname FROM pg_trigger"
            " WHERE tgname IN ('journal_truncate', 'journal_refuse_truncate') AND tgenabled <> 'D' LOOP"
            " EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', there.name, there.tgname); END LOOP; END $$"
        )


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying(django_db_setup, django_db_blocker):
    """Where the role of the tests may look past triggers, as in a server of their own, tables are emptied that way."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may,) = cursor.fetchone()
    with pytest.MonkeyPatch.context() as patch:
        if may:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_the_tables())
        yield


@pytest.fixture(autouse=True)
def _own_world(settings, tmp_path):
    """Nothing a test leaves behind reaches the next."""
    translation.deactivate()  # a request leaves its reader's language behind
    live_in(settings, tmp_path / "data")
