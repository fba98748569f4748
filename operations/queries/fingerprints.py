"""One number for all rows of a table: two databases that agree in it hold the same rows, in whatever order."""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

# how values are written as text must not depend on who asks
PLAIN = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';"
    " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
)
PRINT = (
    "SELECT count(*), coalesce(sum(hashtextextended(line, 0)::numeric), 0),"
    " coalesce(sum(hashtextextended(line, 1)::numeric), 0) FROM (SELECT t::text AS line FROM {} t) lines"
)


@dataclass(frozen=True)
class Print:
    """How many rows, and 128 bits over what stands in them."""

    rows: int
    digest: str


def tables_of(cursor: CursorWrapper) -> list[str]:
    """The names of all tables of the portal, Django's own too."""
    return _names(cursor, "r")


def sequences_of(cursor: CursorWrapper) -> dict[str, int]:
    """Each sequence with the last number it gave; 0 where it gave none."""
    found = {}
    for name in _names(cursor, "S"):
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_quoted(cursor, name)}")  # noqa: S608 - a name from the catalogue
        found[name] = int(cursor.fetchone()[0])
    return found


def print_of(cursor: CursorWrapper, table: str) -> Print:
    """The print of one table. To be asked within a transaction, after :func:`write_plainly`."""
    cursor.execute(PRINT.format(_quoted(cursor, table)))
    rows, first, second = cursor.fetchone()
    return Print(int(rows), f"{int(first) % 2**64:016x}{int(second) % 2**64:016x}")


def prints_of(cursor: CursorWrapper) -> dict[str, Print]:
    """The prints of all tables as the cursor's transaction sees them."""
    write_plainly(cursor)
    return {table: print_of(cursor, table) for table in tables_of(cursor)}


def write_plainly(cursor: CursorWrapper) -> None:
    """Until the end of the transaction values are written in one fixed way."""
    cursor.execute(PLAIN)


def _names(cursor: CursorWrapper, kind: str) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = %s AND relnamespace = 'public'::regnamespace ORDER BY relname",
        [kind],
    )
    return [row[0] for row in cursor.fetchall()]


def _quoted(cursor: CursorWrapper, name: str) -> str:
    return str(cursor.db.ops.quote_name(name))
