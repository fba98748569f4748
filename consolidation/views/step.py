"""What a step in the life of a report is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from consolidation.forms.steps import ReportForm
from consolidation.models import Report
from consolidation.states import ReportState

Gate = Callable[..., list[str]]


@dataclass(frozen=True)
class Said:
    """What a person sent with a step, and when."""

    form: Any
    by: User
    on: dt.date

    @property
    def words(self) -> dict[str, Any]:
        """The cleaned data."""
        return dict(self.form.cleaned_data)


def nobody(_report: Report) -> list[User]:
    """Nobody is told."""
    return []


def nothing(_report: Report, *, on: dt.date) -> list[str]:  # noqa: ARG001 - as a gate is asked
    """Nothing stands against it."""
    return []


@dataclass(frozen=True)
class Step:
    """A step: a page that asks, then acts.

    ``gate`` says what stands against it yet: on its page, and by ``glance`` on the report's, where the button is greyed
    with that. A gate that runs the checks has a ``glance`` of its own that does not; the step's page tells the rest. ``whom`` will be told. Of the steps that are
    possible the first ``primary`` one is the page's main button.
    """

    name: str
    slug: str
    permission: str
    sources: frozenset[ReportState]
    label: Promise
    question: Promise
    done: Promise
    act: Callable[[Report, Said], object]
    form: type[ReportForm]
    tone: str = "outline-primary"
    icon: str = "check"
    whom: Callable[[Report], list[User]] = nobody
    gate: Gate = nothing
    glance: Gate | None = None

    @property
    def view(self) -> str:
        """The name of its address."""
        return f"consolidation:report_{self.name}"

    def reasons(self, report: Report, *, on: dt.date) -> tuple[str, ...]:
        """What the report's page says against it."""
        return tuple((self.glance or self.gate)(report, on=on))
