"""Results by national task group: its targets and how they stand, what units count, who says nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programmes.expressions import Verdict
from programmes.models import NationalTaskGroup
from reporting.models import Submission, SubmissionLine
from reporting.queries.contents import Contents, group_code
from reporting.queries.indicators import Indicator, indicators_of
from reporting.queries.judge import TargetResult
from reporting.queries.reported import attach_helped
from reporting.queries.results import Results


@dataclass(frozen=True)
class GroupResult:
    """A national group (None: tasks and targets under none) in one report.

    ``indicators`` are figures of the Programme, ``integrated`` those of other programmes: never added up. Units are
    counted once each: ``told`` says something of the Programme, ``nil`` declared that nothing happened, ``silent`` owe
    a word and gave none that was accepted.
    """

    group: NationalTaskGroup | None
    targets: tuple[TargetResult, ...]
    indicators: tuple[Indicator, ...]
    integrated: tuple[Indicator, ...]
    told: tuple[Submission, ...]
    nil: tuple[Submission, ...]
    silent: tuple[Submission, ...]

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many of its targets have which verdict."""
        return Counter(result.assessment.verdict for result in self.targets)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all hangs on it."""
        return not (
            self.targets or self.indicators or self.integrated or self.told or self.nil or self.silent
        )


def results_by_group(results: Results, contents: Contents) -> tuple[GroupResult, ...]:
    """The national groups of the plan's programme in their order, then what stands under none if anything does.

    A target whose tasks stand in several groups is told in each; the groups are therefore never added up. At most four
    queries, whatever the numbers.
    """
    attach_helped(figure for line in (*contents.lines, *contents.integrated) for figure in line.figures.all())
    groups: list[NationalTaskGroup | None] = list(results.plan.programme.task_groups.all())
    told = [_of_group(group, groups, results, contents) for group in [*groups, None]]
    return tuple(each for each in told if each.group is not None or not each.is_empty)


def _of_group(
    group: NationalTaskGroup | None,
    groups: Iterable[NationalTaskGroup | None],
    results: Results,
    contents: Contents,
) -> GroupResult:
    known = {each.pk for each in groups if each is not None}
    code = group.code if group else ""
    lines = [line for line in contents.lines if group_code(line) == code]
    told = _units(line for line in lines if says_something(line))
    nil = _without(_units(line for line in lines if line.is_nil or line.submission.is_nil), told)
    empty = _without(_units(lines), (*told, *nil))
    return GroupResult(
        group=group,
        targets=tuple(result for result in results.current if _is_of(result, group, known)),
        indicators=indicators_of(line for line in lines if says_something(line)),
        integrated=indicators_of(line for line in contents.integrated if group_code(line) == code),
        told=told,
        nil=nil,
        silent=(*empty, *contents.silent_about(code)),
    )


def says_something(line: SubmissionLine) -> bool:
    """Whether a line has words or figures; 0 is a figure, a declared nil has neither."""
    if line.is_nil or line.submission.is_nil:
        return False
    return bool(line.narrative.strip()) or any(
        figure.value is not None or figure.estimate is not None for figure in line.figures.all()
    )


def _is_of(result: TargetResult, group: NationalTaskGroup | None, known: set[int]) -> bool:
    own = {task.national_group_id for task in result.target.rows} & known  # type: ignore[attr-defined] # of reports_of_plans
    return group.pk in own if group else not own


def _units(lines: Iterable[SubmissionLine]) -> tuple[Submission, ...]:
    return tuple({line.submission_id: line.submission for line in lines}.values())


def _without(units: Iterable[Submission], others: Iterable[Submission]) -> tuple[Submission, ...]:
    known = {other.pk for other in others}
    return tuple(unit for unit in units if unit.pk not in known)
