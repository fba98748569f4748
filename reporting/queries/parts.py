"""Which parts of a form may be changed: everything at first, later only what DOST opened in the current round."""

import datetime as dt
from dataclasses import dataclass, field

from organisations.queries import working_calendar
from reporting.models import Part, ReturnedPart, Submission

MENDING = 5  # working days to mend what comes back after entry has locked; office practice, not law


@dataclass(frozen=True)
class OpenParts:
    """The open parts of a form, each with why it was opened. ``whole`` opens everything, also the declared nil.

    The other parts are ``integrated`` (activities under other plans, as one part), ``documents``, ``statements``,
    and owed lines one by one.
    """

    whole: bool = True
    integrated: bool = True
    documents: bool = True
    statements: bool = True
    lines: frozenset[int] = frozenset()
    reasons: dict[tuple[str, int | None], str] = field(default_factory=dict)

    def line(self, pk: int) -> bool:
        """Whether the owed line ``pk`` may be changed."""
        return self.whole or pk in self.lines

    def reason_for(self, part: str, line_pk: int | None = None) -> str:
        """Why DOST opened the part, in its words; "" where it is closed or was always open."""
        return self.reasons.get((str(part), line_pk), "")

    @property
    def count(self) -> int:
        """How many parts DOST opened; 0 in a first round."""
        return len(self.reasons)


def open_parts(submission: Submission) -> OpenParts:
    """The parts of ``submission`` open in its round: no question to the database in the first, one in a later one.

    None where ``returned_parts`` are fetched already. A later round that names no part opens the whole form.
    """
    rows = parts_of_round(submission)
    if not rows or any(row.part == Part.WHOLE for row in rows):
        return OpenParts(reasons={(row.part, row.line_id): row.reason for row in rows})
    named = {row.part for row in rows}
    return OpenParts(
        whole=False,
        integrated=Part.INTEGRATED in named,
        documents=Part.DOCUMENTS in named,
        statements=Part.STATEMENTS in named,
        lines=frozenset(row.line_id for row in rows if row.line_id is not None),
        reasons={(row.part, row.line_id): row.reason for row in rows},
    )


def parts_of_round(submission: Submission) -> list[ReturnedPart]:
    """What DOST opened in the form's current round, in the order it was named; nothing in the first."""
    if submission.round == 1:
        return []
    rows = [row for row in submission.returned_parts.all() if row.round == submission.round]
    return sorted(rows, key=lambda row: row.pk)


def returned_to_read(submission: Submission) -> list[ReturnedPart]:
    """The parts opened in the round, with their lines at hand; ``submission`` comes in full."""
    lines = {line.pk: line for line in submission.lines.all()}
    rows = parts_of_round(submission)
    for row in rows:
        row.line = lines.get(row.line_id) if row.line_id else None
    return rows


def day_to_propose(on: dt.date) -> dt.date:
    """Until when a unit may correct a form opened on ``on``, unless DOST says otherwise."""
    return working_calendar().shift(on, MENDING)
