"""Indexes that take room and serve nobody: whatever was building them broke off."""

from django.db import connection

OF_OURS = (
    "SELECT pg_class.relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE relnamespace = current_schema()::regnamespace"
)


def invalid_indexes() -> list[str]:
    """Their names, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"{OF_OURS} AND NOT indisvalid ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def is_there(name: str) -> bool:
    """Whether there is an index of this name, valid or not."""
    with connection.cursor() as cursor:
        cursor.execute(f"{OF_OURS} AND relname = %s", [name])
        return cursor.fetchone() is not None
