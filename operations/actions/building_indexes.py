"""Indexes built beside people's work: they wait for no one's sake, and one that broke off is built anew."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from operations.queries.indexes import is_there

STEP = re.compile(r'(CREATE|DROP) INDEX CONCURRENTLY (?:IF EXISTS )?"?(\w+)"?')


@contextmanager
def patient_indexes(say: Callable[[str], Any]) -> Iterator[None]:
    """Within it, steps of migrations that build or drop an index CONCURRENTLY have no limit for locks.

    They hold up neither readers nor writers while they wait, and one that gives up leaves an index behind that serves
    nobody. Such a rest, and one that was finished when nobody was there to note it, is dropped before it is built.
    """

    def patiently(execute: Callable[..., Any], sql: Any, *facts: Any) -> Any:
        step = STEP.match(str(sql))
        if step is None:
            return execute(sql, *facts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            (limit,) = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
            if step[1] == "CREATE" and is_there(step[2]):
                say(f"{step[2]} is left from a try that broke off: it is built anew.")
                cursor.execute(f'DROP INDEX CONCURRENTLY "{step[2]}"')
            made = execute(sql, *facts)
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [limit])
        return made

    with connection.execute_wrapper(patiently):
        yield
