"""Many rows at once: COPY into a model's table, and rows that are copies of others with what they point to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

Row = dict[str, Any]
Pointed = dict[type[models.Model], dict[Any, Any]]  # by model, which row stands for which


def pour(model: type[models.Model], rows: Iterable[Row]) -> None:
    """COPY rows into the model's table; columns a row does not name have the value a new object has.

    Rows name columns (``province_id``); all of them an ``id``, taken by ``reserved``, or none.
    """
    names, written = _columns(model)
    called = {f.attname: f.column for f in model._meta.concrete_fields}
    with connection.cursor() as cursor:
        waiting = iter(rows)
        first = next(waiting, None)
        if first is None:
            return
        key = str(model._meta.pk.attname)
        columns = [*([key] if key in first else []), *names]
        quoted = ", ".join(connection.ops.quote_name(str(called[name])) for name in columns)
        table = connection.ops.quote_name(model._meta.db_table)
        with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
            copy.write_row([first.get(name, written.get(name)) for name in columns])
            for row in waiting:
                copy.write_row([row.get(name, written.get(name)) for name in columns])


def _columns(model: type[models.Model]) -> tuple[list[str], Row]:
    """What is written of each row, and what stands where a row says nothing; the database's own defaults stay its own."""
    fields = [
        f
        for f in model._meta.concrete_fields
        if not f.primary_key and not f.generated and f.db_default is models.NOT_PROVIDED
    ]
    blank = model()
    usual = {f.attname: f.get_db_prep_save(getattr(blank, f.attname), connection) for f in fields}
    return [f.attname for f in fields], usual


def reserved(model: type[models.Model], count: int) -> list[int]:
    """So many ids nobody has, taken from the table's own sequence: whoever adds a row later gets another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass
class Copy:
    """One copy of a tree of rows: which row of it stands for which, and what is written differently, by model."""

    pointed: Pointed = field(default_factory=dict)
    changes: dict[type[models.Model], Row] = field(default_factory=dict)

    def stands_for(self, model: type[models.Model], old: Any) -> Any:
        """The row of this copy that stands for ``old``; ``old`` itself where there is none."""
        return self.pointed.get(model, {}).get(old, old)


def pour_copies(sources: Iterable[models.QuerySet[Any]], copies: list[Copy]) -> None:
    """Write every copy of all rows of ``sources``, which stand in such an order that rows come after what they point to."""
    for source in sources:
        model, rows = source.model, list(source)
        ids = iter(reserved(model, len(rows) * len(copies)))
        for copy in copies:
            copy.pointed.setdefault(model, {}).update((row.pk, next(ids)) for row in rows)
        pour(model, _copied(model, rows, copies))


def _copied(model: type[models.Model], rows: list[Any], copies: list[Copy]) -> Iterator[Row]:
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    known = [
        {f.attname: f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields} for row in rows
    ]
    points = {f.attname: f.related_model for f in fields if f.related_model}
    for copy in copies:
        changed = copy.changes.get(model, {})
        for row in known:
            yield _one(model, row, points, copy) | _worked_out(changed, row, copy)


def _one(model: type[models.Model], row: Row, points: Mapping[str, Any], copy: Copy) -> Row:
    made = {"id": copy.pointed[model][row["id"]]}
    return row | made | {name: copy.stands_for(to, row[name]) for name, to in points.items()}


def _worked_out(changes: Row, row: Row, copy: Copy) -> Row:
    """A change is a value, or worked out of the row as it was."""
    return {name: change(row, copy) if callable(change) else change for name, change in changes.items()}


def analyze() -> None:
    """Let the database know how much there is, as it does by itself a minute later; of the portal's own tables only."""
    tables = ", ".join(
        map(connection.ops.quote_name, connection.introspection.django_table_names(only_existing=True))
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
