"""What a year asks of each target: as enacted in annex rows, or assigned by DOST where the plan is silent."""

from dataclasses import dataclass
from decimal import Decimal

from programmes.models import AnnualTarget, Plan, Target, Task
from programmes.queries.grid import DASHES


@dataclass(frozen=True)
class EnactedCell:
    """The cell of the year in an annex row. ``value`` None is a blank cell; a dash is 0 and stays a dash."""

    row: Task
    value: Decimal | None
    raw: str

    @property
    def is_dash(self) -> bool:
        """Whether the text says "none" with a dash."""
        return self.raw.strip() in DASHES and bool(self.raw.strip())


@dataclass(frozen=True)
class YearTarget:
    """A target in a year: the cells of its annex rows and its own figure, which is DOST's unless enacted."""

    target: Target
    cells: tuple[EnactedCell, ...]
    own: AnnualTarget | None

    @property
    def assigned(self) -> AnnualTarget | None:
        """What DOST assigned; None: nothing."""
        return self.own if self.own is not None and self.own.is_assigned else None

    @property
    def is_enacted(self) -> bool:
        """Whether the plan itself states a figure of the year, so that none may be assigned."""
        own = [] if self.own is None or self.own.is_assigned else [self.own.value]
        return any(value is not None for value in [*own, *(cell.value for cell in self.cells)])

    @property
    def is_missing(self) -> bool:
        """Whether neither the plan nor DOST says what the year is to reach."""
        return not self.is_enacted and self.assigned is None


def year_targets(plan: Plan, year: int) -> list[YearTarget]:
    """The plan's targets whose phase holds ``year``, in the plan's order, in four queries however many."""
    targets = plan.targets.select_related("phase", "parent", "base_target__phase").prefetch_related(
        "annual", "tasks__annual"
    )
    return [
        _year_target(target, year)
        for target in targets
        if target.phase is None or target.phase.year_from <= year <= target.phase.year_to
    ]


def is_enacted(target: Target, year: int) -> bool:
    """Whether an annex row of the target, or the target itself, has an enacted figure of ``year``."""
    of_rows = AnnualTarget.objects.filter(task__targets=target)
    own = AnnualTarget.objects.filter(target=target, is_assigned=False)
    return any(found.filter(year=year, value__isnull=False).exists() for found in (own, of_rows))


def _year_target(target: Target, year: int) -> YearTarget:
    cells = [
        EnactedCell(row, cell.value, cell.raw)
        for row in target.tasks.all()
        for cell in row.annual.all()
        if cell.year == year
    ]
    own = next((cell for cell in target.annual.all() if cell.year == year), None)
    return YearTarget(target, tuple(cells), own)
