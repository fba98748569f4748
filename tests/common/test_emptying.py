"""What a test keeps is gone before the next one."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection

from journal.models import Change
from tests.emptying import STAYS, empty_the_tables
from tests.factories.support import support_stage


@pytest.mark.django_db(transaction=True)
def test_every_row_goes_but_what_migrating_puts_in_place():
    stage = support_stage()
    stage.submitted(assignee=stage.specialist)
    permissions = Permission.objects.count()
    assert (Change.objects.exists(), permissions > 0) == (True, True)
    empty_the_tables()
    kept = {model._meta.db_table for model in apps.get_models() if model._base_manager.exists()}
    assert kept == STAYS - {"django_migrations"}
    assert Permission.objects.count() == permissions
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
