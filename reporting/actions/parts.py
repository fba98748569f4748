"""Open a new round of a form: name the parts its unit may change, each with why."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from reporting.models import Attribution, Part, ReturnedPart, Submission, SubmissionLine
from reporting.queries.parts import day_to_propose, open_parts
from reporting.queries.status import is_unlocked


@dataclass(frozen=True, kw_only=True)
class AskedPart:
    """A part to be opened and why; ``line`` is the id of an owed line where ``part`` is one."""

    part: Part
    reason: str
    line: int | None = None


def checked_parts(row: Submission, parts: Sequence[AskedPart]) -> list[AskedPart]:
    """``parts`` as they can be opened. RuleBroken: none, one without a reason, twice, or not of this form.

    A form that as a whole declares nil opens as a whole: no part of it says anything.
    """
    if not parts:
        raise RuleBroken(_("Choose at least one part that has to be changed, and say what."), code="no_parts")
    if any(not asked.reason.strip() for asked in parts):
        raise RuleBroken(_("Say for each part you chose what has to be changed."), code="no_reason")
    owed = set(row.lines.filter(attribution=Attribution.PROGRAMME).values_list("pk", flat=True))
    named = [(asked.part, asked.line) for asked in parts]
    strangers = any((asked.part == Part.LINE) != (asked.line in owed) for asked in parts)
    if strangers or len(set(named)) < len(named):
        raise RuleBroken(
            _("A line of this page no longer belongs to the form. Open the page again."), code="stale"
        )
    if row.is_nil and any(asked.part != Part.WHOLE for asked in parts):
        raise RuleBroken(
            _("The unit declared that nothing happened at all. Open the whole form, or nothing."), code="nil"
        )
    return list(parts)


def open_parts_of(row: Submission, parts: Sequence[AskedPart]) -> None:
    """Write down what is open in the round the form now has."""
    ReturnedPart.objects.bulk_create(
        ReturnedPart(
            submission=row, round=row.round, part=asked.part, line_id=asked.line, reason=asked.reason.strip()
        )
        for asked in parts
    )


def open_also(row: Submission, arrived: Iterable[tuple[Part, SubmissionLine | None]], *, reason: str) -> None:
    """Open what ``arrived`` in a form of which only parts are open, whatever its step: it could not be filled else."""
    if open_parts(row).whole:
        return
    for part, line in arrived:
        ReturnedPart.objects.get_or_create(
            submission=row, round=row.round, part=part, line=line, defaults={"reason": reason}
        )


def summary_of(row: Submission, parts: Sequence[AskedPart]) -> str:
    """The reasons as one text for journal, status and mail: a line per part; the whole form needs no name."""
    names = {
        line.pk: line.task.code if line.task else Truncator(str(line)).chars(60)
        for line in row.lines.select_related("task", "national_group")
    }
    with translation.override("vi"):
        return "\n".join(
            asked.reason.strip()
            if asked.part == Part.WHOLE
            else f"{names.get(asked.line or 0) or asked.part.label}: {asked.reason.strip()}"
            for asked in parts
        )


def checked_day(row: Submission, until: dt.date | None, on: dt.date) -> dt.date | None:
    """Until when the unit may correct: ``until``, else a day still running, else five working days if entry has locked.

    Nothing else keeps a form open then. RuleBroken when the day is past.
    """
    if until is not None and until < on:
        raise RuleBroken({"until": _("This day is past. Choose today or a later day.")}, code="past")
    if until is None and is_unlocked(row, on):
        return row.unlocked_until
    return day_to_propose(on) if until is None and on > row.period.locks_on else until
