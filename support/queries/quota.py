"""The yearly quota of a content: what the plan's annual target leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from common.vietnamese import fold
from programmes.models import AnnualTarget
from support.models import OutcomeKind, Support, SupportContent

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


def quota_of(content: SupportContent, year: int) -> Quota | None:
    """The quota of ``content`` in ``year``; None where no annual target is laid down or assigned.

    The annual target of the annex row the content hangs on; without one, that of the targets it counts for which leaves
    least. A blank cell is no target; a dash is a target of 0.
    """
    return quotas_of([content], year)[content.pk]


def quotas_of(contents: Iterable[SupportContent], year: int) -> dict[int, Quota | None]:
    """The quota of each content by its id; at most four queries for the contents of one application."""
    found: dict[int, Quota | None] = {}
    known: dict[int, Quota] = {}
    for content in contents:
        rows = _rows(content, year)
        for row in rows:
            if row.pk not in known:
                known[row.pk] = _quota(row, year)
        found[content.pk] = min((known[row.pk] for row in rows), key=lambda q: q.left, default=None)
    return found


def _rows(content: SupportContent, year: int) -> list[AnnualTarget]:
    """The annual target of the content's annex row, else those of its targets."""
    stated = AnnualTarget.objects.filter(year=year, value__isnull=False).select_related("task", "target")
    own = list(stated.filter(task_id=content.task_id)) if content.task_id else []
    return own or list(stated.filter(target__in=content.targets.all()))


def _quota(row: AnnualTarget, year: int) -> Quota:
    supports = Support.objects.standing().filter(granted_on__year=year)
    if row.task_id is not None:
        unit, counts = row.task.unit if row.task else "", False
        supports = supports.filter(content__task_id=row.task_id)
    else:
        unit = row.target.unit if row.target else ""
        counts = (
            row.target is not None
            and row.target.counting_contents.filter(kind=OutcomeKind.ENTERPRISE).exists()
        )
        supports = supports.filter(content__targets=row.target_id)
    families: frozenset[str] | None = None
    if counts or fold(unit).startswith(ENTERPRISES):
        families = frozenset(supports.values_list("family", flat=True))
    used = supports.count() if families is None else len(families)
    return Quota(row, year, unit, row.value or Decimal(0), used, families)
