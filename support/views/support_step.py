"""What a step of a granted support is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from support.forms.support_form import SupportForm
from support.models import Support
from support.states import SupportState as State


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


@dataclass(frozen=True)
class Step:
    """A step. ``tells``: whose people are told, "enterprise" or "dost"; ``quiet`` ones stand at the side of the page."""

    name: str
    slug: str
    permission: str
    sources: frozenset[State]
    label: Promise
    question: Promise
    done: Promise
    act: Callable[[Support, Said], object]
    form: type[SupportForm]
    tone: str = "outline-primary"
    icon: str = ""
    tells: str = "enterprise"
    quiet: bool = False
    concerns: Callable[[Support], bool] = lambda _support: True

    @property
    def view(self) -> str:
        """The name of its address."""
        return f"support:support_{self.name}"
