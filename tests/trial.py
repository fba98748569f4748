"""The trial: what a demo portal holds, filled once for all tests of a file.

Each test's own changes roll back; the trial goes when the file ends, so a file that uses it must not commit. Its
files lie in a folder tests do not look into: each has a store of its own.
"""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from portal import demo
from tests.rooms import rooms


@pytest.fixture(scope="module")
def trial(django_db_setup, django_db_blocker, tmp_path_factory):
    """The plans, and the demo people with their forms and reports."""
    with filled(django_db_blocker, tmp_path_factory.mktemp("trial"), "load_plans"):
        yield


@pytest.fixture(scope="module")
def trial_with_dossiers(django_db_setup, django_db_blocker, tmp_path_factory):
    """The same, with support contents and some hundred applications for them."""
    with filled(django_db_blocker, tmp_path_factory.mktemp("trial"), "load_plans", "load_support"):
        yield


@contextmanager
def filled(blocker, folder, *commands):
    """A database with what the commands load and the demo on top, until the block is left."""
    with blocker.unblock(), transaction.atomic():
        with override_settings(**rooms(folder)):
            for command in commands:
                call_command(command, verbosity=0)
            demo.load(on=timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE"
            )  # nobody else does for rows that are never committed, and plans would be poor
        with blocker.block():
            yield
        transaction.set_rollback(True)
