"""What a part of a report's page is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from consolidation.models import Report
from papers.codec import from_json
from papers.model import Document

Context = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A report somebody looks at on a day; what several parts need is read once."""

    report: Report
    user: User
    today: dt.date

    @cached_property
    def document(self) -> Document | None:
        """The paper as it was rendered last (frozen from the approval on); None before the first rendering."""
        return from_json(self.report.composed) if self.report.composed else None

    def may(self, permission: str) -> bool:
        """Whether the person has ``permission`` on the report."""
        return self.user.has_perm(permission, self.report)


@dataclass(frozen=True)
class Section:
    """A part of the page: ``key`` is its anchor, ``template`` a fragment drawn with what ``context`` returns as ``part``.

    ``context(opened)`` returns None where the person does not see the part. It asks the database a fixed number of times.
    The fragment also knows ``report``, ``period`` and ``part.section``. ``beside`` ones stand at the side of the page.
    """

    key: str
    title: str | Promise
    template: str
    context: Callable[[Opened], Context | None]
    beside: bool = False
