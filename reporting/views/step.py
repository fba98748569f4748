"""The table of steps: who may take each, from where, what its page asks and says."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from reporting.actions import submissions as actions
from reporting.actions import unlocking
from reporting.forms.parts import PartsForm, UnlockForm
from reporting.forms.step import (
    AloneForm,
    CertifyForm,
    DeclineForm,
    StepForm,
    TwoPersonsForm,
    UnlockEntryForm,
    WithdrawForm,
)
from reporting.models import Submission
from reporting.states import EDITABLE, SubmissionState

UNIT, LEADER, DOST = (
    "reporting.edit_submission",
    "reporting.certify_submission",
    "reporting.decide_submission",
)
OWED = EDITABLE | {SubmissionState.UNIT_REVIEW}


@dataclass(frozen=True)
class Said:
    """What a person sent with a step: the form's words and parts, the edition they read, and when they pressed."""

    by: User
    at: dt.datetime
    on: dt.date
    seen: str | None
    words: dict[str, Any] = field(default_factory=dict)
    parts: tuple[Any, ...] = ()

    @property
    def reason(self) -> str:
        """Why, in the person's words."""
        return str(self.words.get("reason", ""))


@dataclass(frozen=True)
class Step:
    """A step. ``form`` asks for its words; ``quiet`` ones stand at the side of the page."""

    name: str
    permission: str
    sources: frozenset[SubmissionState]
    label: Promise
    question: Promise
    done: Promise
    act: Callable[[Submission, Said], Submission]
    form: type[StepForm] | None = None
    tone: str = "primary"
    icon: str = "check"
    quiet: bool = False

    @property
    def view(self) -> str:
        """The name of its address."""
        return f"reporting:submission_{self.name}"


HAND_IN = Step(
    "hand_in",
    UNIT,
    EDITABLE,
    pgettext_lazy("step of a submission", "Hand in to the unit's leader"),
    _("Hand this form to the leader of your unit? You cannot change it while the leader reads it."),
    _("Handed in. The leader of your unit now certifies it, which sends it to DOST, or gives it back."),
    lambda row, said: actions.hand_in(row, by=said.by, on=said.on),
    icon="send",
)
CERTIFY = Step(
    "certify",
    LEADER,
    frozenset({SubmissionState.UNIT_REVIEW}),
    pgettext_lazy("step of a submission", "Certify and submit to DOST"),
    _("Certify that this form is right and submit it to DOST? You can take it back until DOST has decided."),
    _("Certified and submitted. The proof of submission is being made; you find it on this page."),
    lambda row, said: actions.certify(
        row,
        by=said.by,
        on=said.on,
        at=said.at,
        seen=said.seen,
        on_behalf_of=said.words["on_behalf_of"],
    ),
    form=CertifyForm,
)
DECLINE = Step(
    "decline",
    LEADER,
    frozenset({SubmissionState.UNIT_REVIEW}),
    pgettext_lazy("step of a submission", "Give back to the focal point"),
    _("Give the form back to the focal point of your unit, saying what has to be changed."),
    _("Given back. The focal point reads your reason on top of the form and can change it again."),
    lambda row, said: actions.decline(row, by=said.by, reason=said.reason),
    form=DeclineForm,
    tone="outline-primary",
    icon="send-back",
)
WITHDRAW = Step(
    "withdraw",
    LEADER,
    frozenset({SubmissionState.SUBMITTED}),
    pgettext_lazy("step of a submission", "Take back"),
    _(
        "Take this form back from DOST to change it? It then counts as not submitted until you certify it again."
    ),
    _("Taken back. The form can be changed again; its proof is marked as withdrawn."),
    lambda row, said: actions.withdraw(row, by=said.by, on=said.on, reason=said.reason),
    form=WithdrawForm,
    tone="outline-primary",
    icon="send-back",
)
ACCEPT = Step(
    "accept",
    DOST,
    frozenset({SubmissionState.SUBMITTED}),
    pgettext_lazy("step of a submission", "Accept"),
    _("Accept this form? Its figures and words then enter the yearly report."),
    _("Accepted. Its figures count in the yearly report from now on."),
    lambda row, said: actions.accept(row, by=said.by, seen=said.seen),
)
SEND_BACK = Step(
    "send_back",
    DOST,
    frozenset({SubmissionState.SUBMITTED}),
    pgettext_lazy("step of a submission", "Send back to the unit"),
    _(
        "Choose what the unit has to change and say why. Only these parts open; the rest stays as it was submitted."
    ),
    _(
        "Sent back. The unit reads your reasons at each part, corrects those parts and submits the form again."
    ),
    lambda row, said: actions.send_back(
        row, by=said.by, parts=said.parts, until=said.words.get("until"), on=said.on, seen=said.seen
    ),
    form=PartsForm,
    tone="outline-primary",
    icon="send-back",
)
UNLOCK = Step(
    "unlock",
    DOST,
    frozenset({SubmissionState.ACCEPTED}),
    pgettext_lazy("step of a submission", "Open the accepted form again"),
    _(
        "Choose what the unit may change, say why and until when. Meanwhile the form does not count. If nothing is "
        "changed by then, it counts again by itself."
    ),
    _("Opened again. The unit is told; what it changes is shown to you before you accept it."),
    lambda row, said: unlocking.unlock(
        row, by=said.by, parts=said.parts, until=said.words["until"], on=said.on, seen=said.seen
    ),
    form=UnlockForm,
    tone="outline-primary",
    icon="edit",
)
UNLOCK_ENTRY = Step(
    "unlock_entry",
    DOST,
    OWED,
    pgettext_lazy("step of a submission", "Hold entry open"),
    _("Let this unit enter and submit although entry has locked, until the end of a day."),
    _("Entry is held open for this unit. It has been told."),
    lambda row, said: unlocking.unlock_entry(
        row, by=said.by, on=said.on, reason=said.reason, until=said.words["until"]
    ),
    form=UnlockEntryForm,
    tone="outline-primary",
    icon="edit",
)
ALLOW_ALONE = Step(
    "allow_alone",
    DOST,
    OWED,
    pgettext_lazy("step of a submission", "Allow one person"),
    _("Let the person who prepares this form certify it too? Only where the unit has nobody else."),
    _("Allowed. One person of the unit may now prepare and certify this form."),
    lambda row, said: unlocking.allow_alone(row, by=said.by, reason=said.reason),
    form=AloneForm,
    tone="outline-primary",
    quiet=True,
)
FORBID_ALONE = Step(
    "forbid_alone",
    DOST,
    OWED,
    pgettext_lazy("step of a submission", "Require two persons again"),
    _("Take back the permission to prepare and certify alone? What was certified already stays."),
    _("The unit needs two persons for this form again."),
    lambda row, said: unlocking.forbid_alone(row, by=said.by, reason=said.reason),
    form=TwoPersonsForm,
    tone="outline-primary",
    quiet=True,
)
STEPS = (
    HAND_IN,
    CERTIFY,
    DECLINE,
    WITHDRAW,
    ACCEPT,
    SEND_BACK,
    UNLOCK,
    UNLOCK_ENTRY,
    ALLOW_ALONE,
    FORBID_ALONE,
)
