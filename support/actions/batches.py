"""Steps that can be taken on many applications at once, each on its own: one that is refused stops no other.

To offer another step, write an action of one application and add it to STEPS.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from support.actions.assigning import assign, release, take
from support.actions.checking import start_appraisal
from support.models import Application


@dataclass(frozen=True)
class Choice:
    """What goes with the step: the day it is taken, and somebody to assign to."""

    on: dt.date
    person: User | None = None


@dataclass(frozen=True)
class Step:
    """A step of a batch. ``apply(application, by, choice)`` does it or raises RuleBroken with the reason."""

    key: str
    label: str | Promise
    apply: Callable[[Application, User, Choice], object]
    needs_person: bool = False


def _assign(application: Application, by: User, choice: Choice) -> object:
    if choice.person is None:
        raise RuleBroken(_("Choose whom to assign it to."), code="nobody_chosen")
    return assign(application, to=choice.person, by=by)


STEPS: tuple[Step, ...] = (
    Step("take", gettext_lazy("Take up myself"), lambda a, by, _c: take(a, by=by)),
    Step("assign", gettext_lazy("Assign to"), _assign, needs_person=True),
    Step(
        "appraise", gettext_lazy("Start the appraisal"), lambda a, by, c: start_appraisal(a, by=by, on=c.on)
    ),
    Step("release", gettext_lazy("Hand back: nobody handles it"), lambda a, by, _c: release(a, by=by)),
)


@dataclass(frozen=True)
class Outcome:
    """What became of one application: done, or why not."""

    application: Application
    refusal: str = ""


@dataclass
class Batch:
    """What became of all of them, in their order."""

    step: Step
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def done(self) -> list[Outcome]:
        """Where the step was taken."""
        return [outcome for outcome in self.outcomes if not outcome.refusal]

    @property
    def refused(self) -> list[Outcome]:
        """Where it was not."""
        return [outcome for outcome in self.outcomes if outcome.refusal]


def step_called(key: str) -> Step | None:
    """The step with this key."""
    return next((step for step in STEPS if step.key == key), None)


def run(
    step: Step,
    applications: Iterable[Application],
    *,
    choice: Choice,
    by: User,
    tell: Callable[[int], None] = lambda done: None,  # noqa: ARG005
) -> Batch:
    """Take ``step`` on each application in a transaction of its own; ``tell`` hears how many are behind us."""
    batch = Batch(step)
    for number, application in enumerate(applications, start=1):
        batch.outcomes.append(_attempt(step, application, choice, by))
        tell(number)
    return batch


def _attempt(step: Step, application: Application, choice: Choice, by: User) -> Outcome:
    try:
        with transaction.atomic():
            step.apply(application, by, choice)
    except RuleBroken as no:
        return Outcome(application, no.reason)
    return Outcome(application)
