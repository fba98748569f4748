"""Whether the database still watches: every trigger in its place and switched on, every function as it was laid down."""

import re
from typing import Any

from django.db import connection

from journal.watching import SQL, triggers_there, triggers_wanted

FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", re.DOTALL)
EVENTS = {  # how PostgreSQL writes down when a trigger of a statement fires (pg_trigger.tgtype)
    "journal_insert": 4,
    "journal_update": 16,
    "journal_delete": 8,
    "journal_truncate": 34,
    "journal_number": 18,
    "journal_refuse": 26,
    "journal_refuse_truncate": 34,
}


def gaps() -> list[str]:
    """What was taken away, switched off or changed, in words for the console: meanwhile changes may have left no line."""
    with connection.cursor() as cursor:
        there, wanted = triggers_there(cursor), triggers_wanted(cursor)
        kinds, bodies = _kinds(cursor), _bodies(cursor)
    found = []
    for key, made in wanted.items():
        table, name = key
        trigger = there.get(key)
        if trigger is None:
            found.append(f"table {table}: trigger {name} is not there")
        elif not trigger.works:
            found.append(f"table {table}: trigger {name} is switched off")
        elif trigger.told != made.told or kinds[key] != EVENTS[name]:
            found.append(f"table {table}: trigger {name} is not as it was laid down")
    laid_down = dict(FUNCTION.findall(SQL.read_text()))
    return found + [
        f"function {name} is not as it was laid down"
        for name, body in laid_down.items()
        if bodies.get(name) != body
    ]


def _kinds(cursor: Any) -> dict[tuple[str, str], int]:
    cursor.execute(
        "SELECT c.relname, t.tgname, t.tgtype FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE 'journal\\_%' AND c.relnamespace = current_schema()::regnamespace"
    )
    return {(table, name): kind for table, name, kind in cursor.fetchall()}


def _bodies(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'journal\\_%' AND pronamespace = current_schema()::regnamespace"
    )
    return dict(cursor.fetchall())
