"""Every table keeps a history of its fields, or says why not; and no secret stands in it."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from journal.watching import ALSO_WATCHED, NOT_WATCHED, SAYS_NOTHING, SECRET, is_watched, own_apps, watches

SOUNDS_SECRET = re.compile(r"password|secret|token|private|salt|otp|(^|_)key(_|$)")
# columns that only sound secret
OPEN = {
    "consolidation.PassageSource.key": "names the fact a passage was made from",
    "consolidation.SetAside.key": "names the fact that was set aside",
    "consolidation.Installation.public_key": "is public",
    "organisations.Organisation.key": "names the organisation in data files",
    "organisations.OrganisationGroup.key": "names the group in data files",
    "programmes.Plan.key": "names the plan in data files",
    "programmes.Programme.key": "names the programme in data files",
    "reporting.Outline.key": "names the outline in data files",
    "enterprises.Product.is_key": "a key product of the province",
}


def labels() -> set[str]:
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def unprotected(all_models) -> list[str]:
    """Watched columns that sound like a secret and are neither hidden nor known to be open."""
    return sorted(
        name
        for model in all_models
        if is_watched(model)
        for field in model._meta.concrete_fields
        if SOUNDS_SECRET.search(field.column)
        and field.column not in SECRET.get(model._meta.label, ())
        and (name := f"{model._meta.label}.{field.column}") not in OPEN
    )


def test_what_is_not_watched_has_a_reason_and_is_there():
    ours = {label for label in labels() if label.split(".")[0] in own_apps()}
    assert set(NOT_WATCHED) <= ours
    assert all(len(reason) > 10 for reason in NOT_WATCHED.values())
    assert {watch.label for watch in watches()} == (ours - set(NOT_WATCHED)) | ALSO_WATCHED


def test_what_is_hidden_or_quiet_is_there():
    columns = {
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    assert {f"{label}.{column}" for label, hidden in SECRET.items() for column in hidden} <= columns
    assert set(OPEN) <= columns
    assert {name.rpartition(".")[2] for name in columns} >= SAYS_NOTHING


def test_no_secret_stands_in_the_history():
    assert unprotected(apps.get_models(include_auto_created=True)) == []


def test_a_planted_secret_is_found():
    class Faulty(models.Model):
        token_hash = models.CharField(max_length=64)

        class Meta:
            app_label = "organisations"
            managed = False

    try:
        assert unprotected([Faulty]) == ["organisations.Faulty.token_hash"]
    finally:
        del apps.all_models["organisations"]["faulty"]
        apps.clear_cache()


def test_every_watched_row_has_a_number():
    """The history names rows by ``id``."""
    keys = {
        (model._meta.pk.column, model._meta.pk.get_internal_type())
        for model in apps.get_models(include_auto_created=True)
        if is_watched(model)
    }
    assert {column for column, _ in keys} == {"id"}
    assert {kind for _, kind in keys} <= {"BigAutoField", "AutoField"}


def unwatched() -> set[str]:
    """Tables that should be watched and lack a trigger, as the database itself says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname IN ('journal_insert', 'journal_update', 'journal_delete', 'journal_truncate')"
            " AND (t.tgenabled = 'O' OR t.tgname = 'journal_truncate') GROUP BY 1"
        )
        there = {table for table, count in cursor.fetchall() if count == 4}
    return {watch.table for watch in watches()} - there


@pytest.mark.django_db
def test_every_watched_table_has_its_triggers():
    assert unwatched() == set()


@pytest.mark.django_db
def test_a_trigger_switched_off_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE support_decision DISABLE TRIGGER journal_update")
    assert unwatched() == {"support_decision"}
