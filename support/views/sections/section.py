"""What a part of an application's page is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from support.models import Application

Context = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of the page: ``key`` is its anchor, ``template`` a fragment drawn with what ``context`` returns.

    ``context(application, user, today)`` returns None where the person does not see the part. It asks the database a fixed
    number of times. The fragment also knows ``application`` and ``section``.
    """

    key: str
    title: str | Promise
    template: str
    context: Callable[[Application, User, dt.date], Context | None]
