"""Turn what units owe into their forms: submissions, lines, figures."""

from collections.abc import Iterable, Iterator

from reporting.models import Figure, ReportingPeriod, Submission, SubmissionLine
from reporting.queries.counting import Counting, countings_of_line
from reporting.queries.obligations import Obligation, OwedFigure, OwedLine


def generate(period: ReportingPeriod, owed: Iterable[Obligation]) -> list[Submission]:
    """A form for each of ``owed`` with its lines and figures, in three inserts however many units."""
    owed = list(owed)
    submissions = Submission.objects.bulk_create(
        Submission(period=period, organisation=unit.organisation) for unit in owed
    )
    add_lines(
        (s, line, at) for s, unit in zip(submissions, owed, strict=True) for at, line in enumerate(unit.lines)
    )
    return submissions


def add_lines(wanted: Iterable[tuple[Submission, OwedLine, int]]) -> list[SubmissionLine]:
    """The lines with their figures, each at its place in its form, in two inserts."""
    pairs = list(wanted)
    lines = SubmissionLine.objects.bulk_create(
        SubmissionLine(
            submission=submission,
            task=line.task,
            national_group=line.national_group,
            role=line.role,
            heading=line.heading,
            inherited_from=line.inherited_from,
            position=at,
        )
        for submission, line, at in pairs
    )
    Figure.objects.bulk_create(
        figure
        for row, (_submission, line, _at) in zip(lines, pairs, strict=True)
        for figure in owed_figures(row, line.figures)
    )
    return lines


def owed_figures(
    line: SubmissionLine, owed: Iterable[OwedFigure], beside: Iterable[Figure] = ()
) -> Iterator[Figure]:
    """The figures asked for on ``line``, unsaved; their units decide which named records they count.

    ``beside`` are figures the line has already: records of a line stand behind one of its figures only.
    """
    asked, there = list(owed), list(beside)
    taken = [Counting(f.counted_as, f.activity_kind) for f in there]
    countings = countings_of_line((f.unit for f in asked), taken)
    for at, (figure, counting) in enumerate(zip(asked, countings, strict=True), start=len(there)):
        yield Figure(
            line=line,
            target=figure.target,
            indicator=figure.indicator,
            unit=figure.unit,
            counted_as=counting.counted_as,
            activity_kind=counting.activity_kind,
            position=at,
        )
