"""Last year's words about the same task, to be used again, and to be told apart from this year's."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.vietnamese import clean
from reporting.models import Attribution, Submission, SubmissionLine
from reporting.queries.beside import accepted_before


@dataclass(frozen=True)
class EarlierText:
    """What was accepted last year about a line: the words, the year, whose they are (several after a merger)."""

    text: str
    year: int
    units: tuple[str, ...] = ()


def earlier_texts(submission: Submission) -> dict[int, EarlierText]:
    """Line id → last year's accepted text of the same task, the unit's own or its predecessors'. One query more than accepted_before.

    Where several units that were merged wrote about the task, their texts follow each other under their names.
    """
    last_year = [pk for pk, year in accepted_before(submission).items() if year == submission.period.year - 1]
    lines = (
        SubmissionLine.objects.filter(
            submission__in=last_year,
            attribution=Attribution.PROGRAMME,
        )
        .exclude(narrative="")
        .select_related("submission__organisation")
        .order_by("submission__organisation__order", "submission_id", "pk")
    )
    told: dict[tuple[int | None, int | None], list[SubmissionLine]] = {}
    for line in lines:
        told.setdefault(_subject(line), []).append(line)
    return {
        line.pk: _joined(told[_subject(line)], submission.period.year - 1)
        for line in submission.lines.all()
        if line.attribution == Attribution.PROGRAMME and _subject(line) in told
    }


def unchanged_lines(submission: Submission, texts: Mapping[int, EarlierText]) -> set[int]:
    """The lines whose text is still last year's, word for word."""
    return {
        line.pk
        for line in submission.lines.all()
        if line.pk in texts and is_unchanged(line.narrative, texts[line.pk])
    }


def is_unchanged(narrative: str, earlier: EarlierText) -> bool:
    """Whether the words are last year's; line breaks and blanks do not make them new."""
    return bool(narrative) and clean(narrative).split() == clean(earlier.text).split()


def _subject(line: SubmissionLine) -> tuple[int | None, int | None]:
    """What the line is about: a task, or a national group where the plan has none."""
    return (line.task_id, None) if line.task_id else (None, line.national_group_id)


def _joined(lines: list[SubmissionLine], year: int) -> EarlierText:
    names = tuple(str(line.submission.organisation) for line in lines)
    if len(lines) == 1:
        return EarlierText(lines[0].narrative, year, names)
    texts = (f"{name}:\n{line.narrative}" for name, line in zip(names, lines, strict=True))
    return EarlierText("\n\n".join(texts), year, names)
