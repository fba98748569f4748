"""The steps of a report's life, in the order in which they come."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.received import receive
from consolidation.actions.approving import reopen
from consolidation.actions.issuing import Sending, issue, send_on
from consolidation.actions.numbering import correct_number, give_number
from consolidation.actions.reissuing import Why, reissue
from consolidation.actions.reviewing import blocking, remarked, send_back, send_to_leader, take_back
from consolidation.actions.signing import upload_signed
from consolidation.forms.steps import (
    CorrectNumberForm,
    IssueForm,
    MaybeReasonForm,
    NoteForm,
    NumberForm,
    ReasonForm,
    ReissueForm,
    SendingForm,
    SignedForm,
)
from consolidation.models import Report, Way
from consolidation.queries.audience import drafters_of, leaders_of, readers_of
from consolidation.queries.signed import newest_signed
from consolidation.states import ReportState as State
from consolidation.views.opening import APPROVE, EDIT
from consolidation.views.step import Said, Step
from papers.files import has_files


def in_state(*states: State) -> frozenset[State]:
    """Where a step may be taken from."""
    return frozenset(states)


def files_missing(report: Report, *, on: dt.date) -> list[str]:  # noqa: ARG001 - as a gate is asked
    """Whether the files with the number are still to come."""
    if has_files(report):
        return []
    return [gettext("The files with the number are still being made; try again in a minute.")]


def not_ready(report: Report, *, on: dt.date) -> list[str]:
    """What an issue waits for."""
    signed = newest_signed(report)
    if signed is None:
        return [gettext("Upload the signed file first.")]
    if not signed.counts:
        return [
            gettext("The signed file differs from what was approved: say why it is right, or upload another.")
        ]
    return files_missing(report, on=on)


def _sending(said: Said) -> Sending:
    words = said.words
    return Sending(words["recipients"], Way(words["way"]), words["sent_on"], words["note"])


def _upload(report: Report, said: Said) -> object:
    received = receive(said.words["file"], most=settings.APPLICATION_MOST_MB)
    return upload_signed(report, received=received, by=said.by)


def _reissue(report: Report, said: Said) -> Report:
    words = said.words
    return reissue(report, why=Why(words["why"]), reason=words["reason"], by=said.by, on=said.on)


SEND = Step(
    "send",
    "gui-duyet",
    EDIT,
    in_state(State.DRAFTING),
    _("Send to the leader"),
    _(
        "The leader reads the report as it stands now. Nobody changes its text meanwhile; you can take it back."
    ),
    _("The report is with the leader, who was told. It comes back approved or with comments."),
    lambda report, said: send_to_leader(report, by=said.by, on=said.on, **said.words),
    NoteForm,
    tone="primary",
    icon="send",
    whom=leaders_of,
    gate=blocking,
    glance=remarked,
)
SEND_BACK = Step(
    "send_back",
    "tra-lai",
    APPROVE,
    in_state(State.REVIEW),
    _("Send back"),
    _("The specialist changes the report and sends it to you again."),
    _("The report went back to the specialist, who was told."),
    lambda report, said: send_back(report, by=said.by, **said.words),
    MaybeReasonForm,
    icon="send-back",
    whom=drafters_of,
)
TAKE_BACK = Step(
    "take_back",
    "rut-lai",
    EDIT,
    in_state(State.REVIEW),
    pgettext_lazy("step of a report", "Take back"),
    _("You can change the report again; the leader no longer decides about it until you send it anew."),
    _("The report is yours again. Send it to the leader when it is ready."),
    lambda report, said: take_back(report, by=said.by, reason=said.words["note"]),
    NoteForm,
    tone="outline-secondary",
    icon="send-back",
)
REOPEN = Step(
    "reopen",
    "mo-lai",
    APPROVE,
    in_state(State.APPROVED),
    _("Take the approval back"),
    _(
        "The report is a draft again and has to be approved anew. Once it has a number this is not possible any more."
    ),
    _("The approval is taken back; the specialist was told."),
    lambda report, said: reopen(report, by=said.by, **said.words),
    ReasonForm,
    tone="outline-danger",
    icon="send-back",
    whom=drafters_of,
)
NUMBER = Step(
    "number",
    "vao-so",
    EDIT,
    in_state(State.APPROVED),
    _("Record number and day"),
    _("Type what the registry gave. The number is unique per issuing body, year and symbol."),
    _(
        "Number and day are recorded; the files are being made with them. Have them signed, then upload the signed file."
    ),
    lambda report, said: give_number(report, by=said.by, on=said.on, **said.words),
    NumberForm,
    tone="primary",
    icon="edit",
)
SIGNED = Step(
    "signed",
    "ban-ky",
    EDIT,
    in_state(State.NUMBERED),
    _("Upload the signed file"),
    _("The portal keeps it with its SHA-256 and compares its pages and words with what was approved."),
    _("The signed file is kept. Look at what the comparison found below."),
    _upload,
    SignedForm,
    tone="primary",
    icon="upload",
    gate=files_missing,
)
ISSUE = Step(
    "issue",
    "phat-hanh",
    EDIT,
    in_state(State.NUMBERED),
    _("Issue the report"),
    _(
        "From now on nothing moves the report any more: a snapshot of its text and figures is kept with its SHA-256."
    ),
    _("The report is issued; its readers were told."),
    lambda report, said: issue(report, _sending(said), by=said.by, on=said.on),
    IssueForm,
    tone="primary",
    icon="send",
    whom=readers_of,
    gate=not_ready,
)
CORRECT = Step(
    "correct_number",
    "sua-so",
    EDIT,
    in_state(State.NUMBERED),
    _("Put number and day right"),
    _("A signed file uploaded before counts no more; upload it again afterwards."),
    _("Number and day are put right; the files are being made again."),
    lambda report, said: correct_number(report, by=said.by, on=said.on, **said.words),
    CorrectNumberForm,
    tone="outline-secondary",
    icon="edit",
)
SEND_ON = Step(
    "send_on",
    "gui-them",
    EDIT,
    in_state(State.ISSUED),
    _("Note further recipients"),
    _("Whom else the issued report was sent to."),
    _("The recipients are on the list."),
    lambda report, said: send_on(report, _sending(said), by=said.by, on=said.on),
    SendingForm,
    tone="outline-secondary",
    icon="send",
)
REISSUE = Step(
    "reissue",
    "ban-moi",
    EDIT,
    in_state(State.ISSUED),
    _("Begin another version"),
    _(
        "It begins with the text of the issued version, which stays as it is. Figures follow what is accepted now."
    ),
    _("This is the new version. When it is issued it takes the place of the one before."),
    _reissue,
    ReissueForm,
    icon="again",
)
STEPS = (SEND, SEND_BACK, TAKE_BACK, NUMBER, REOPEN, ISSUE, SIGNED, CORRECT, REISSUE, SEND_ON)
