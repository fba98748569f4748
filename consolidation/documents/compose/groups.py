"""Section I.2: results by national task group."""

from collections.abc import Iterable, Iterator

from common.formatting import small_count
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.wording import (
    MOST_SOURCES,
    figures_told,
    missing,
    names,
    prose,
    source_of,
    sources_of_line,
)
from papers.blocks import Block, Heading, Paragraph, ParagraphKind, Run
from papers.part import PASSAGE
from programmes.documents.citations import uncapitalised
from reporting.documents.outline import Section
from reporting.models import Submission, SubmissionLine

OTHER_TASKS = "Các nhiệm vụ khác của kế hoạch"


def national_group(draft: Draft, section: Section) -> Iterator[Block]:
    """What accepted submissions say about a group, by task; after the last group the tasks of none of them."""
    lines = draft.contents.of_group(section.national_group)
    if any(_says_something(line) for line in lines):
        yield from by_task(lines)
    else:
        yield from _silence(draft, section, lines)
    if section.national_group == draft.outline.national_groups[-1]:
        yield from _others(draft, section)


def by_task(lines: Iterable[SubmissionLine]) -> Iterator[Block]:
    """Lines that say something, under their task's title; units are named where several speak about one task."""
    tasks: dict[int, list[SubmissionLine]] = {}
    for line in sorted(
        filter(_says_something, lines), key=lambda line: line.task.position if line.task else 0
    ):
        tasks.setdefault(line.task_id or 0, []).append(line)
    for same in tasks.values():
        task = same[0].task
        if task:
            yield Paragraph((Run(f"* {task.title}", italic=True),), source=(source_of(same[0]),))
        for line in same:
            yield from told_by(line, names_unit=len(same) > 1)


def told_by(line: SubmissionLine, *, names_unit: bool = False) -> Iterator[Block]:
    """A unit's narrative as it wrote it, then its figures."""
    sources = sources_of_line(line)
    before = f"{line.submission.organisation.name}: " if names_unit else ""
    if line.narrative.strip():
        yield from prose(line.narrative, sources, before=before)
        before = ""
    first, *more = (*figures_told(line.figures.all()), "")
    figures = "; ".join([first, *map(uncapitalised, more[:-1])])
    if figures:
        pieces = (f"{figures}."[at : at + PASSAGE] for at in range(0, len(figures) + 1, PASSAGE))
        runs = (Run(before, italic=True), Run("Số liệu: ", italic=True), *map(Run, pieces))
        yield Paragraph(tuple(run for run in runs if run.text), source=sources)


def _says_something(line: SubmissionLine) -> bool:
    """Whether a line has words or figures; 0 is a figure."""
    if line.is_nil or line.submission.is_nil:
        return False
    figures = line.figures.all()
    return bool(line.narrative.strip()) or any(
        figure.value is not None or figure.estimate is not None for figure in figures
    )


def _silence(draft: Draft, section: Section, lines: Iterable[SubmissionLine]) -> Iterator[Block]:
    """Nil when the units that owe a word declared it, or all reported and none owes one; else who has not reported."""
    declared: list[Submission] = []
    empty: list[Submission] = []
    for line in lines:
        (declared if line.is_nil or line.submission.is_nil else empty).append(line.submission)
    owing = draft.contents.silent_about(section.national_group)
    if not (declared or empty or owing):
        yield from draft.nothing(section)
        return
    silent = [*owing, *empty]
    sources = _sources([*declared, *silent])
    if not silent:
        yield Paragraph.of(draft.fill(section.nil_sentence), ParagraphKind.NIL, sources)
        return
    nil = f"{small_count(len(_once(declared)))} đơn vị báo cáo không phát sinh; " if declared else ""
    named = "" if draft.are_named(silent) else f": {names(silent)}"
    count = f"{small_count(len(_once(silent)))} đơn vị{named or ' (xem Phụ lục)'}"
    sentence = f"{nil}chưa có báo cáo về nội dung này của {count}."
    yield missing(sentence[0].upper() + sentence[1:], sources)


def _others(draft: Draft, section: Section) -> Iterator[Block]:
    """Tasks under no national group are not lost: they follow the last group under a heading of their own."""
    blocks = list(by_task(draft.contents.of_other_tasks(draft.outline.national_groups)))
    if blocks:
        yield Heading(section.level, OTHER_TASKS, _next_number(section.number))
        yield from blocks


def _next_number(number: str) -> str:
    """“2.7.” after “2.6.”; nothing after a number of another form."""
    before, dot, last = number.rstrip(".").rpartition(".")
    return f"{before}{dot}{int(last) + 1}." if last.isdecimal() else ""


def _once(submissions: Iterable[Submission]) -> set[int]:
    return {submission.pk for submission in submissions}


def _sources(submissions: Iterable[Submission]) -> tuple:
    return tuple(dict.fromkeys(source_of(submission) for submission in submissions))[:MOST_SOURCES]
