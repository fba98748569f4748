"""The head of an application's page: where it stands, its days, whose move it is, and the one thing to do next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.templatetags.formats import vn_date
from organisations.queries import working_calendar
from support.models import Application
from support.queries.standing import CHIPS, public_words, urgency, waits_for
from support.queries.wording import EXPECTED
from support.states import ENDED, OPEN
from support.states import ApplicationState as State
from support.views.opening import EDIT, HANDLE

DECIDE = "support.decide_application"


@dataclass(frozen=True)
class Step:
    """Something a person may do from the head of the page: the first that is open to them is the primary one.

    ``view`` takes the application's id; ``states`` in which it is offered; ``posts``: it acts at once.
    """

    label: str | Promise
    view: str
    permission: str
    states: frozenset[State]
    icon: str = ""
    posts: bool = False
    is_quiet: bool = False  # never the primary one


# In the order of their weight; an app of steps adds its own line here.
STEPS: tuple[Step, ...] = (
    Step(
        gettext_lazy("Go on filling in"), "support:application_edit", EDIT, frozenset({State.DRAFT}), "edit"
    ),
    Step(
        gettext_lazy("Supply what is missing"),
        "support:application_supply",
        EDIT,
        frozenset({State.SUPPLEMENT}),
        "edit",
    ),
    Step(
        gettext_lazy("Check the dossier"),
        "support:application_checks",
        HANDLE,
        frozenset({State.SUBMITTED}),
        "check",
    ),
    Step(
        gettext_lazy("Propose what to decide"),
        "support:decision_propose",
        HANDLE,
        frozenset({State.APPRAISAL}),
        "edit",
    ),
    Step(gettext_lazy("Decide"), "support:decision_take", DECIDE, frozenset({State.PROPOSED}), "check"),
    Step(
        gettext_lazy("Apply again"),
        "support:application_clone",
        EDIT,
        frozenset({State.REFUSED, State.WITHDRAWN, State.EXPIRED}),
        "add",
        posts=True,
    ),
    Step(
        gettext_lazy("The receipt"),
        "support:application_receipt",
        EDIT,
        frozenset(OPEN | ENDED),
        "file",
        is_quiet=True,
    ),
    Step(
        gettext_lazy("Take back"),
        "support:application_withdraw",
        EDIT,
        frozenset(OPEN),
        "send-back",
        is_quiet=True,
    ),
)


def head_of(application: Application, user: User, today: dt.date) -> dict[str, Any]:
    """What the head shows ``user``: chip, words, days, whose move, and the steps open to them."""
    is_ours = user.has_perm(EDIT, application)
    pressing = urgency(application, today, working_calendar())
    waiting = waits_for(application)
    words = public_words(application) if is_ours else application.get_state_display()
    return {
        "chip": pressing or CHIPS[State(application.state)],
        "words": words,
        "is_ours": is_ours,
        "dates": _dates(application, today),
        "next": EXPECTED[State(application.state)]
        if is_ours
        else _("Waits for %(whom)s.") % {"whom": waiting.label}
        if waiting
        else "",
        "steps": _steps(application, user),
    }


def _steps(application: Application, user: User) -> list[dict[str, Any]]:
    """The steps open to the person; the first that is not quiet is the primary one."""
    held: dict[str, bool] = {}
    found: list[dict[str, Any]] = []
    for step in STEPS:
        if application.state not in step.states:
            continue
        if step.permission not in held:
            held[step.permission] = user.has_perm(step.permission, application)
        if not held[step.permission] or (step.view == "support:application_receipt" and not application.code):
            continue
        is_primary = not step.is_quiet and not any(each["tone"] == "primary" for each in found)
        found.append(
            {
                "label": step.label,
                "url": reverse(step.view, args=[application.pk]),
                "icon": step.icon,
                "method": "post" if step.posts else "get",
                "tone": "primary" if is_primary else "outline-primary",
            }
        )
    return found


def _dates(application: Application, today: dt.date) -> list[str]:
    """The days that matter, in words."""
    told: list[str] = []
    if application.submitted_at is not None:
        told.append(_("handed in %(day)s") % {"day": vn_date(application.submitted_at)})
    if application.ended_on is not None:
        told.append(_("ended %(day)s") % {"day": vn_date(application.ended_on)})
    elif application.state == State.SUPPLEMENT and application.promised_on:
        told.append(_("the clock stands still"))
    elif application.due_on is not None:
        late = application.due_on < today
        said = _("decision was promised for %(day)s") if late else _("decision promised for %(day)s")
        told.append(said % {"day": vn_date(application.due_on)})
    elif application.submitted_at is not None:
        told.append(_("no day is laid down for the decision"))
    return told
