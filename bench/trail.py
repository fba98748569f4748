"""What the history of fields costs: rows written with and without its triggers, in turns."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction

from bench.clock import take_turns
from bench.table import milliseconds, table, times

ROWS, FEW, SINGLE = 10_000, 500, 200


def trail(rounds: int, *, quick: bool) -> str:
    """Each kind of writing, with its history and without; what was written is taken back each time."""
    count = FEW if quick else ROWS
    kinds: dict[str, Callable[[], None]] = {
        f"{count} rows added at once": partial(add, count),
        f"{count} rows changed by one UPDATE": partial(change_at_once, count),
        f"{count} rows changed by bulk_update": partial(change_in_bulk, count),
        f"{count} rows deleted": partial(delete, count),
        f"{SINGLE} rows saved one by one": partial(save_each, SINGLE),
    }
    rows = []
    for name, kind in kinds.items():
        turns = take_turns({"bare": partial(bare, kind), "watched": partial(watched, kind)}, rounds)
        rows.append(
            (
                name,
                milliseconds(turns.median("bare")),
                milliseconds(turns.median("watched")),
                times(turns.ratio("watched", "bare")),
            )
        )
    return table(
        "History of fields: enterprises written with and without it",
        ("writing", "ms without", "ms with", "× without"),
        rows,
        (
            "the whole of it through Django, in one transaction that is taken back; one line of history for each row.",
        ),
    )


def bare(kind: Callable[[], None]) -> None:
    """Without the triggers of the history."""
    _in_vain(kind, "DISABLE")


def watched(kind: Callable[[], None]) -> None:
    """As the portal always works."""
    _in_vain(kind, "ENABLE")


def _in_vain(kind: Callable[[], None], how: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for event in ("insert", "update", "delete"):
                cursor.execute(f"ALTER TABLE enterprises_enterprise {how} TRIGGER journal_{event}")
        kind()
        transaction.set_rollback(True)


def _new(count: int) -> list[Any]:
    from bench.register import facts  # noqa: PLC0415 - needs the settings
    from enterprises.models import Enterprise  # noqa: PLC0415 - as above
    from organisations.models import Province  # noqa: PLC0415 - as above

    here = Province.objects.get(slug="ha-noi")
    return [
        Enterprise(
            name=name,
            tax_code=code,
            province=here,
            kind="company",
            address="Số 5 đường Giải Phóng",
            commune="phường Bạch Mai",
        )
        for code, name in _facts(count, facts)
    ]


_made: dict[int, list[tuple[str, str]]] = {}


def _facts(count: int, make: Callable[[int], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Tax codes are worked out once, not in every turn."""
    if count not in _made:
        _made[count] = make(count)
    return _made[count]


def add(count: int) -> Any:
    """As the register takes them in."""
    return type(_new(1)[0]).objects.bulk_create(_new(count), batch_size=500)


def change_at_once(count: int) -> None:
    """One statement for all; they are added in the same turn, on both sides."""
    made = add(count)
    type(made[0]).objects.filter(pk__in=[row.pk for row in made]).update(phone="0243 123 456")


def change_in_bulk(count: int) -> None:
    """A value for each row."""
    made = add(count)
    for at, row in enumerate(made):
        row.phone = f"0243 {at}"
    type(made[0]).objects.bulk_update(made, ["phone"], batch_size=500)


def delete(count: int) -> None:
    """By one statement."""
    made = add(count)
    type(made[0]).objects.filter(pk__in=[row.pk for row in made])._raw_delete("default")  # noqa: SLF001 - one statement, without what hangs on them


def save_each(count: int) -> None:
    """As pages do: one row, one statement, twice."""
    for row in _new(count):
        row.save()
        row.phone = "0243 123 456"
        row.save()
