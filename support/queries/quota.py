"""The yearly quota of a content: what the plan's annual target leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from common.vietnamese import fold
from programmes.models import AnnualTarget
from support.models import ContentTarget, Support, SupportContent

ENTERPRISES = (
    "dn",
    "doanh nghiep",
    "htx",
    "hop tac xa",
    "to chuc",
    "co so",
)  # units, folded, that count organisations


@dataclass(frozen=True)
class Quota:
    """How much of a year's target is used. ``source`` is the row it comes from, ``unit`` what it counts.

    ``used`` counts standing supports granted in ``year`` of every content under the same row: distinct organisations
    (families of tax codes) where the row counts those, else supports.
    """

    source: AnnualTarget
    year: int
    unit: str
    of: Decimal
    used: int
    families: frozenset[str] | None = None

    @property
    def left(self) -> Decimal:
        """What is left, never below nothing."""
        return max(self.of - self.used, Decimal(0))

    @property
    def name(self) -> str:
        """What the row is called."""
        return str(self.source.task or self.source.target)

    def takes(self, family: str) -> bool:
        """Whether a support of ``family`` uses up one more place."""
        return self.families is None or family not in self.families

    def fits(self, family: str) -> bool:
        """Whether one more support of ``family`` stays within the target."""
        return not self.takes(family) or self.used + 1 <= self.of

    def with_one_more(self, family: str) -> "Quota":
        """The quota once a support of ``family`` is granted."""
        if not self.takes(family):
            return self
        families = None if self.families is None else self.families | {family}
        return replace(self, used=self.used + 1, families=families)


def quotas_of(contents: Iterable[SupportContent], year: int) -> dict[int, Quota | None]:
    """The quota of each content by its id, in at most six queries; None where no annual target is laid down or assigned.

    The annual target of the annex row the content hangs on; without one, that of the targets it counts for which leaves
    least. A blank cell is no target; a dash is a target of 0.
    """
    wanted = list(contents)
    tasks = {row.task_id: row for row in _stated(year, task__in=[c.task_id for c in wanted if c.task_id])}
    others = [content for content in wanted if content.task_id not in tasks]
    pairs = ContentTarget.objects.filter(content__in=others).values_list("content_id", "target_id")
    targets = {row.target_id: row for row in _stated(year, target__in={target for _content, target in pairs})}
    known = {row.pk: _quota(row, year, used) for row, used in _used(year, tasks, targets)}
    found: dict[int, Quota | None] = {}
    for content in wanted:
        own = tasks.get(content.task_id)
        rows = [own] if own else [targets[t] for c, t in pairs if c == content.pk and t in targets]
        found[content.pk] = min((known[row.pk] for row in rows), key=lambda quota: quota.left, default=None)
    return found


Rows = dict[int | None, AnnualTarget]


def _stated(year: int, **of: Any) -> list[AnnualTarget]:
    """Annual targets of the year that state a figure."""
    rows = AnnualTarget.objects.filter(year=year, value__isnull=False, **of)
    return list(rows.select_related("task", "target"))


def _used(year: int, tasks: Rows, targets: Rows) -> Iterator[tuple[AnnualTarget, list[str]]]:
    """Each row with the families of the standing supports granted under it in the year, once per support."""
    granted = Support.objects.standing().filter(granted_on__year=year)
    for rows, path in ((tasks, "content__task_id"), (targets, "content__counted_for__target_id")):
        families: dict[int | None, list[str]] = {pk: [] for pk in rows}
        if rows:
            for pk, family in granted.filter(**{f"{path}__in": list(rows)}).values_list(path, "family"):
                families[pk].append(family)
        yield from ((row, families[pk]) for pk, row in rows.items())


def _quota(row: AnnualTarget, year: int, used: list[str]) -> Quota:
    of = row.task or row.target
    unit = of.unit if of else ""
    counts = fold(unit).startswith(ENTERPRISES)
    families = frozenset(used) if counts else None
    return Quota(
        row, year, unit, row.value or Decimal(0), len(used if families is None else families), families
    )
