"""Which tables keep a history of their fields, and which columns of them say nothing or must not be kept.

Every table of the portal's own apps is watched without being named; what is not, is named here with its reason.
The triggers are put on after each ``migrate``, so that a new table is watched from its first row.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

SQL = Path(__file__).parent / "sql" / "watch.sql"
HIDDEN = "•••"

NOT_WATCHED = {
    "journal.Entry": "lines of the journal are never changed (journal_refuse)",
    "journal.Change": "lines of the journal are never changed (journal_refuse)",
    "journal.Reading": "lines of the journal are never changed (journal_refuse)",
    "journal.Seal": "seals are never changed (journal_refuse)",
    "jobs.Job": "the row tells its own progress each second; what a job changes is watched",
    "outbox.Mail": "a mail is kept as it was sent, with each try to send it",
    "api.KeptAnswer": "an answer is kept for a day, for the program it was given to",
    "outbox.Notice": "a notice is kept as it was written; only whether it was read is added",
}
# tables of libraries that say who may do what, and by what somebody signs in
ALSO_WATCHED = {
    "account.EmailAddress",
    "auth.Group",
    "auth.Group_permissions",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
}
# columns whose values never stand in the history; that they changed does
SECRET = {
    "accounts.User": {"password"},
    "mfa.Authenticator": {"data"},
    "socialaccount.SocialAccount": {"extra_data"},
    "organisations.Invitation": {"nonce"},
    "api.Token": {"digest"},
}
# columns that are worked out from others or only say that somebody was here
SAYS_NOTHING = {"folded", "content_folded", "order", "last_login", "last_used_at"}
EVENTS = {"insert": "NEW TABLE AS new_rows", "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}  # fmt: skip
NEVER_CHANGED = ("journal_entry", "journal_change", "journal_reading", "journal_seal")


@dataclass(frozen=True)
class Watch:
    """One watched table and what its triggers are told."""

    label: str
    table: str
    secrets: frozenset[str]

    @property
    def arguments(self) -> tuple[str, str, str]:
        """The name of the record, its secrets by column, and the columns left out."""
        hidden = json.dumps(dict.fromkeys(sorted(self.secrets), HIDDEN), ensure_ascii=False)
        return self.label.lower(), hidden, "{" + ",".join(sorted({"id", *SAYS_NOTHING})) + "}"


def is_watched(model: type[models.Model]) -> bool:
    """Whether the table of this model keeps a history of its fields."""
    label, is_ours = model._meta.label, model._meta.app_label in own_apps()
    return label in ALSO_WATCHED or (is_ours and label not in NOT_WATCHED)


def own_apps() -> set[str]:
    """The apps that live in the portal's own folder."""
    home = Path(settings.BASE_DIR)
    return {app.label for app in apps.get_app_configs() if Path(app.path).parent == home}


def watches() -> Iterator[Watch]:
    """Every watched table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and is_watched(model):
            label = model._meta.label
            yield Watch(label, model._meta.db_table, frozenset(SECRET.get(label, ())))


def put_on_triggers(using: str = "default", **_facts: Any) -> list[str]:
    """Watch every table that is there; take the triggers off tables no longer watched. Returns what was run.

    Runs after each ``migrate``; what stands already as it should is left alone, so nothing is locked for nothing.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('journal_change') IS NOT NULL, to_regclass('journal_entry') IS NOT NULL"
        )
        if not all(cursor.fetchone()):
            return []  # the journal itself is not there yet, or not any more
        cursor.execute(SQL.read_text())
        there, wanted = triggers_there(cursor), triggers_wanted(cursor)
        told = {key: found.told for key, found in there.items()}
        steps = [made for key, made in wanted.items() if told.get(key) != made.told]
        run = [step.sql for step in steps]
        run += [f'DROP TRIGGER "{name}" ON "{table}"' for table, name in there if (table, name) not in wanted]
        if run:
            cursor.execute(";\n".join(run))
    return run


@dataclass(frozen=True)
class Trigger:
    """How a trigger is made, and what it is told."""

    sql: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A trigger of the journal as it stands in the database. ``works``: switched on, without a condition."""

    told: tuple[str, ...]
    works: bool


def triggers_wanted(cursor: Any) -> dict[tuple[str, str], Trigger]:
    """By table and name, every trigger of the journal on the tables that are there."""
    tables = _tables_there(cursor)
    return {key: made for key, made in _wanted() if key[0] in tables}


def _wanted() -> Iterator[tuple[tuple[str, str], Trigger]]:
    """By table and name, every trigger of the journal."""
    for watch in watches():
        told = ", ".join(f"'{argument}'" for argument in watch.arguments)  # names of our own code only
        for event, seen in EVENTS.items():
            name = f"journal_{event}"
            sql = (
                f'CREATE OR REPLACE TRIGGER "{name}" AFTER {event} ON "{watch.table}" REFERENCING {seen}'
                f" FOR EACH STATEMENT EXECUTE FUNCTION journal_watch({told})"
            )
            yield (watch.table, name), Trigger(sql, watch.arguments)
        name = "journal_truncate"
        sql = f'CREATE OR REPLACE TRIGGER "{name}" BEFORE TRUNCATE ON "{watch.table}" EXECUTE FUNCTION journal_watch({told})'
        yield (watch.table, name), Trigger(sql, watch.arguments)
        name = "journal_number"
        sql = f'CREATE OR REPLACE TRIGGER "{name}" BEFORE UPDATE OF id ON "{watch.table}" EXECUTE FUNCTION journal_keeps_number()'
        yield (watch.table, name), Trigger(sql)
    for table in NEVER_CHANGED:
        for name, events in (("journal_refuse", "UPDATE OR DELETE"), ("journal_refuse_truncate", "TRUNCATE")):
            sql = f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {events} ON "{table}" EXECUTE FUNCTION journal_refuse()'
            yield (table, name), Trigger(sql)


def triggers_there(cursor: Any) -> dict[tuple[str, str], Found]:
    """By table and name, the triggers of the journal that are there."""
    cursor.execute(
        "SELECT c.relname, t.tgname, t.tgargs, t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        " AND p.proname IN ('journal_watch', 'journal_refuse', 'journal_keeps_number')"
    )
    return {
        (table, name): Found(tuple(bytes(told).decode().split("\0")[:-1]), works)
        for table, name, told, works in cursor.fetchall()
    }


def _tables_there(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    )
    return {row[0] for row in cursor.fetchall()}
