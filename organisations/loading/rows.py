"""Writing rows so that a second run changes nothing and nothing staff chose is overwritten."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


@dataclass
class Tally:
    """What became of the rows: model name → how many. ``kept`` counts fields that differ because staff chose."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    new: set[tuple[str, int]] = field(default_factory=set)  # model name and key of every row made in this run

    @property
    def has_changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated)

    def add(self, other: "Tally") -> None:
        """Count the rows of ``other`` as well."""
        for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True):
            mine.update(theirs)


def put(
    model: type[M],
    tally: Tally,
    *,
    find: dict[str, Any],
    enacted: dict[str, Any] | None = None,
    proposed: dict[str, Any] | None = None,
) -> M:
    """The row of ``find``, created or brought to the ``enacted`` values.

    ``proposed`` values are only where a row starts from: staff may change them, and then theirs stay.
    """
    enacted, proposed = enacted or {}, proposed or {}
    row = model._base_manager.filter(**_as_query(find)).first()
    if row is None:
        row = model(**find, **proposed, **enacted)
        row.save()
        tally.created[model.__name__] += 1
        tally.new.add((model.__name__, row.pk))
        return row
    differing = [name for name, value in enacted.items() if _stored(row, name) != _storable(value)]
    for name in differing:
        setattr(row, name, enacted[name])
    if differing:
        row.save()
    (tally.updated if differing else tally.unchanged)[model.__name__] += 1
    theirs = sum(_stored(row, name) != _storable(value) for name, value in proposed.items())
    if theirs:
        tally.kept[model.__name__] += theirs
    return row


def put_links(row: models.Model, name: str, others: list[Any], tally: Tally) -> None:
    """Bring a many-to-many field to exactly ``others``."""
    links = getattr(row, name)
    if set(links.values_list("pk", flat=True)) != {other.pk for other in others}:
        links.set(others)
        if (type(row).__name__, row.pk) not in tally.new:
            tally.updated[type(row).__name__] += 1


def _as_query(find: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in find.items()
    }


def _stored(row: models.Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr] # plain fields and keys only


def _storable(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
