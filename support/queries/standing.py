"""How the state of an application is shown: its chip, the applicant's words for it, whom it waits for."""

import datetime as dt

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from common.working_days import WorkingCalendar
from support.models import Application
from support.states import OPEN
from support.states import ApplicationState as State

DUE_SOON = 3  # working days before the day on which a row turns amber

CHIPS = {  # colours of chips, as the style sheet names them
    State.DRAFT: "draft",
    State.SUBMITTED: "submitted",
    State.SUPPLEMENT: "sent_back",
    State.APPRAISAL: "review",
    State.PROPOSED: "open",
    State.GRANTED: "accepted",
    State.REFUSED: "locked",
    State.WITHDRAWN: "nil",
    State.EXPIRED: "not_open",
}
PUBLIC_WORDS = {
    State.DRAFT: pgettext_lazy("state of an application, to the applicant", "Not submitted yet"),
    State.SUBMITTED: pgettext_lazy("state of an application, to the applicant", "Received, being checked"),
    State.SUPPLEMENT: pgettext_lazy(
        "state of an application, to the applicant", "You are asked to supply something"
    ),
    State.APPRAISAL: pgettext_lazy("state of an application, to the applicant", "Under appraisal"),
    State.PROPOSED: pgettext_lazy("state of an application, to the applicant", "Waiting for the decision"),
    State.GRANTED: pgettext_lazy("state of an application, to the applicant", "Support granted"),
    State.REFUSED: pgettext_lazy("state of an application, to the applicant", "Support not granted"),
    State.WITHDRAWN: pgettext_lazy(
        "state of an application, to the applicant", "Withdrawn by the enterprise"
    ),
    State.EXPIRED: pgettext_lazy(
        "state of an application, to the applicant", "Closed: nothing was supplied in time"
    ),
}


class Waiting(models.TextChoices):
    """Whose move it is."""

    OFFICE = "office", pgettext_lazy("whom an application waits for", "the specialist")
    ENTERPRISE = "enterprise", pgettext_lazy("whom an application waits for", "the enterprise")
    UNIT = "unit", pgettext_lazy("whom an application waits for", "a unit asked for its opinion")
    LEADER = "leader", pgettext_lazy("whom an application waits for", "the leader's decision")


STATES_WAITING = {
    Waiting.OFFICE: (State.SUBMITTED, State.APPRAISAL),
    Waiting.ENTERPRISE: (State.SUPPLEMENT,),
    Waiting.UNIT: (State.SUBMITTED, State.APPRAISAL),
    Waiting.LEADER: (State.PROPOSED,),
}


def waits_for(application: Application, *, opinions: int = 0) -> Waiting | None:
    """Whose move it is; None once it has ended. ``opinions`` asked for and not given yet. Asks nothing."""
    if application.state in STATES_WAITING[Waiting.OFFICE]:
        return Waiting.UNIT if opinions else Waiting.OFFICE
    if application.state == State.SUPPLEMENT:
        return Waiting.ENTERPRISE
    return Waiting.LEADER if application.state == State.PROPOSED else None


def urgency(application: Application, on: dt.date, calendar: WorkingCalendar) -> str:
    """ "overdue" or "due_soon" where the clock of an open application runs out, else ""."""
    due = application.due_on
    if due is None or application.state not in OPEN:
        return ""
    if due < on:
        return "overdue"
    return "due_soon" if calendar.between(on, due) <= DUE_SOON else ""


def public_words(application: Application) -> Promise:
    """Where it stands, in the applicant's words."""
    return PUBLIC_WORDS[State(application.state)]
