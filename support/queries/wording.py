"""Where an application stands in words for whoever is not of the office: what happens now, what is expected, until when.

Nothing here names a person, an opinion or a point of the appraisal, so anybody who holds the receipt may read it.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from support.models import Application
from support.queries.standing import CHIPS, public_words
from support.queries.supplements import open_round
from support.states import OPEN
from support.states import ApplicationState as State

EXPECTED = {  # what happens now and what is expected of the enterprise, in one or two sentences
    State.DRAFT: _("Only your enterprise sees the draft. Fill in what is left and hand it in."),
    State.SUBMITTED: _("DOST checks the dossier. You need not do anything now."),
    State.SUPPLEMENT: _("DOST waits for you: see below what is asked and until when."),
    State.APPRAISAL: _("DOST appraises the application. You need not do anything now."),
    State.PROPOSED: _("The decision is being prepared. You need not do anything now."),
    State.GRANTED: _("Support was granted. How far each content has come stands below."),
    State.REFUSED: _("Support was not granted; the reason stands below. You may apply again."),
    State.WITHDRAWN: _("You took the application back. You may apply again."),
    State.EXPIRED: _("The application was closed because nothing was supplied. You may apply again."),
}
OUTSIDE = {  # where the page beside it shows no more than this
    State.SUPPLEMENT: _("DOST waits for the enterprise to supply something. Sign in to read what is asked."),
    State.GRANTED: _("Support was granted. Sign in to read the decision; the next step is the contract."),
    State.REFUSED: _("Support was not granted. Sign in to read the reason; the enterprise may apply again."),
}


@dataclass(frozen=True)
class PublicState:
    """Where an application stands. ``until``: the day the enterprise has to answer by, None where it is not waited for.

    ``promised_on`` is the day the decision is promised for, None where none is laid down or the clock stands still
    (``is_paused``) or it has ended (``ended_on``).
    """

    chip: str
    title: str | Promise
    now: str | Promise
    until: dt.date | None
    promised_on: dt.date | None
    is_paused: bool
    submitted_at: dt.datetime | None
    ended_on: dt.date | None

    @property
    def is_open(self) -> bool:
        """Whether a decision is still to come."""
        return self.submitted_at is not None and self.ended_on is None


def public_state(
    application: Application, *, until: dt.date | None = None, is_outside: bool = False
) -> PublicState:
    """Where ``application`` stands in the applicant's words. ``until`` from `deadline_of`; ``is_outside``: not signed in."""
    state = State(application.state)
    words = OUTSIDE.get(state, EXPECTED[state]) if is_outside else EXPECTED[state]
    return PublicState(
        chip=CHIPS[state],
        title=public_words(application),
        now=words,
        until=until if state == State.SUPPLEMENT else None,
        promised_on=application.due_on if state in OPEN else None,
        is_paused=state == State.SUPPLEMENT,
        submitted_at=application.submitted_at,
        ended_on=application.ended_on,
    )


def deadline_of(application: Application) -> dt.date | None:
    """Until when the enterprise has to supply something; None where nothing is asked of it."""
    waiting = open_round(application)
    return waiting.due_on if waiting else None
