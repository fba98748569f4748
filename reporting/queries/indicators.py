"""What units count, beside the plan's targets: figures of one content in one unit of measure, added up.

Figures of the Programme and of other programmes never meet, nor do two units of measure, two tasks or two hosts.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from common.vietnamese import fold
from programmes.models import LegalDocument, Task
from reporting.models import Attribution, Figure, SubmissionLine
from reporting.queries.contents import group_code
from reporting.queries.measures import Measure, estimate, measure, to_date


@dataclass(frozen=True)
class Indicator:
    """One content counted in one ``unit``: the sum to date and as estimated, with the figures behind.

    ``heading`` and ``host`` say which other programme an integrated one belongs to.
    """

    words: str
    unit: str
    year: Measure
    estimate: Measure
    figures: tuple[Figure, ...]
    task: Task | None = None
    heading: str = ""
    host: LegalDocument | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """Who reported it, each once."""
        return tuple(dict.fromkeys(figure.line.submission.organisation.name for figure in self.figures))


def indicators_of(lines: Iterable[SubmissionLine]) -> tuple[Indicator, ...]:
    """The figures of ``lines`` as indicators, in the order of the lines; a figure nobody filled in is none.

    The enterprises behind the figures must be at hand (``attach_helped``) for each to count once.
    """
    alike: dict[Hashable, list[Figure]] = {}
    of_line: dict[Hashable, SubmissionLine] = {}
    for line in lines:
        for figure in line.figures.all():
            if figure.value is None and figure.estimate is None:
                continue
            key = _key(line, figure)
            alike.setdefault(key, []).append(figure)
            of_line.setdefault(key, line)
    return tuple(_indicator(of_line[key], figures) for key, figures in alike.items())


def _key(line: SubmissionLine, figure: Figure) -> Hashable:
    """Equal for figures that may be added up; anything that differs keeps them apart."""
    counted = (figure.target_id,) if figure.target_id else (fold(figure.indicator), fold(figure.unit))
    place = line.task_id or group_code(line)
    if line.attribution == Attribution.INTEGRATED:
        return (line.host_id, "" if line.host_id else fold(line.heading), place, *counted)
    return (place, *counted)


def _indicator(line: SubmissionLine, figures: list[Figure]) -> Indicator:
    is_integrated = line.attribution == Attribution.INTEGRATED
    return Indicator(
        words=figures[0].indicator,
        unit=figures[0].unit,
        year=measure(figures, to_date),
        estimate=measure(figures, estimate),
        figures=tuple(figures),
        task=line.task,
        heading=line.heading if is_integrated else "",
        host=line.host if is_integrated else None,
    )
