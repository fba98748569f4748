"""The head of a report's page: where it stands, what has been done by whom, whose move it is."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from consolidation.models import Report
from consolidation.states import ReportState as State
from consolidation.views.opening import APPROVE, EDIT
from consolidation.views.sections import Opened
from consolidation.views.steps import StepButton, steps_for

CHIPS: dict[str, str] = {
    State.DRAFTING: "draft",
    State.REVIEW: "review",
    State.APPROVED: "accepted",
    State.NUMBERED: "submitted",
    State.ISSUED: "locked",
    State.SUPERSEDED: "not_open",
}
# Whose move it is: for whoever may move, and for everybody else.
NEXT: dict[str, tuple[str | Promise, str | Promise]] = {
    State.DRAFTING: (
        _(
            "Write it on the board, put right what the checks find, then send it to the leader. "
            "The portal checks it once more before it goes."
        ),
        _("DOST is writing it."),
    ),
    State.REVIEW: (
        _("It waits for the leader: read it, comment on its passages, then approve it or send it back."),
        _("The leader of DOST is reading it."),
    ),
    State.APPROVED: (
        _("The text is frozen. Have the registry number it, then record number and day."),
        _("It is approved and waits for its number."),
    ),
    State.NUMBERED: (
        _("Upload the signed file, look at what differs, then issue the report with the list of recipients."),
        _("It has its number and waits to be issued."),
    ),
    State.ISSUED: ("", ""),
    State.SUPERSEDED: (
        _("A later version has taken its place."),
        _("A later version has taken its place."),
    ),
}


@dataclass(frozen=True)
class Milestone:
    """A step of the life: ``at`` and ``by`` once it was taken; ``is_next`` for the one that comes now."""

    label: str | Promise
    at: dt.datetime | None
    by: User | None
    note: str = ""
    is_next: bool = False


@dataclass(frozen=True)
class Head:
    """Chip, milestones, the line on what comes next, and the steps the person may take."""

    chip: str
    words: str
    life: list[Milestone]
    next: str | Promise
    steps: list[StepButton]
    may_approve: bool

    @property
    def others(self) -> list[StepButton]:
        """The quiet ones."""
        return [button for button in self.steps if button is not self.primary]

    @property
    def primary(self) -> StepButton | None:
        """The one main button: the first primary step nothing stands against, else the first primary one."""
        primary = [button for button in self.steps if button.step.tone == "primary"]
        return next((button for button in primary if not button.reasons), next(iter(primary), None))


def head_of(seen: Opened) -> Head:
    """The head as the person sees it; asks the database a fixed number of times."""
    report = seen.report
    moves = seen.may(APPROVE) if report.state == State.REVIEW else seen.may(EDIT)
    mine, theirs = NEXT[report.state]
    return Head(
        chip=CHIPS[report.state],
        words=report.get_state_display(),
        life=list(_life(report)),
        next=mine if moves else theirs,
        steps=steps_for(seen),
        may_approve=report.state == State.REVIEW and seen.may(APPROVE),
    )


def _life(report: Report) -> list[Milestone]:
    number = report.number_and_symbol
    rows = [
        (pgettext_lazy("milestone of a report", "Started"), report.started_at, report.started_by, ""),
        (pgettext_lazy("milestone of a report", "Sent to the leader"), report.sent_at, report.sent_by, ""),
        (pgettext_lazy("milestone of a report", "Approved"), report.approved_at, report.approved_by, ""),
        (pgettext_lazy("milestone of a report", "Numbered"), report.numbered_at, report.numbered_by, number),
        (pgettext_lazy("milestone of a report", "Issued"), report.issued_at, report.issued_by, ""),
    ]
    if report.state == State.DRAFTING:  # what was sent came back
        rows[1] = (rows[1][0], None, None, "")
    pending = next((place for place, row in enumerate(rows) if row[1] is None), None)
    return [
        Milestone(label, at, by, note, is_next=place == pending)
        for place, (label, at, by, note) in enumerate(rows)
    ]
