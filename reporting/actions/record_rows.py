"""Named records as a form or a workbook brings them: plain values, each saying what it stands for."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.vietnamese import clean, fold
from enterprises.queries import Named
from reporting.models import Activity, ActivityKind, CertifiedExpert, SupportedEnterprise

Record = Activity | CertifiedExpert | SupportedEnterprise


@dataclass(frozen=True, kw_only=True)
class RecordEntry:
    """``pk`` names the record to change or (``remove``) take away; None is a new one."""

    pk: int | None = None
    remove: bool = False

    def check(self) -> None:
        """RuleBroken, keyed by field, where the entry cannot be stored."""

    def values(self) -> dict[str, Any]:
        """What is stored, by field, cleaned."""
        own = {field.name for field in fields(self)} - {"pk", "remove", "line", "figure", "enterprise", "new"}
        told = {name: getattr(self, name) for name in own}
        return {name: clean(value) if isinstance(value, str) else value for name, value in told.items()}


@dataclass(frozen=True, kw_only=True)
class ActivityEntry(RecordEntry):
    """Something held or published under the line ``line`` (its pk). ``participants`` None is not stated."""

    line: int
    kind: ActivityKind = ActivityKind.COURSE
    title: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    place: str = ""
    organiser: str = ""
    co_organisers: str = ""
    participants: int | None = None
    note: str = ""

    def check(self) -> None:
        """It has a title and ends after it begins."""
        problems = {}
        if not clean(self.title):
            problems["title"] = _("Write the title or the content of the activity.")
        if self.ends_on is not None and (self.starts_on is None or self.ends_on < self.starts_on):
            problems["ends_on"] = _("It cannot end before it begins.")
        if problems:
            raise RuleBroken(problems)


@dataclass(frozen=True, kw_only=True)
class ExpertEntry(RecordEntry):
    """A person certified as an expert, under the line ``line`` (its pk)."""

    line: int
    full_name: str = ""
    workplace: str = ""
    certificate: str = ""
    body: str = ""
    certified_on: dt.date | None = None

    def check(self) -> None:
        """It has a name."""
        if not clean(self.full_name):
            raise RuleBroken({"full_name": _("Write the full name of the expert.")})


@dataclass(frozen=True, kw_only=True)
class SupportEntry(RecordEntry):
    """An enterprise helped, behind the figure ``figure`` (its pk): a registered one by pk, or one to be found or entered."""

    figure: int
    enterprise: int | None = None
    new: Named | None = None
    content: str = ""
    product: str = ""
    note: str = ""

    def check(self) -> None:
        """It names the enterprise and what the support was."""
        problems = {}
        if self.enterprise is None and self.new is None:
            problems["enterprise"] = _("Choose the enterprise, or enter a new one.")
        if not clean(self.content):
            problems["content"] = _("Write what the support was, for example “5S” or “ISO 9001”.")
        if problems:
            raise RuleBroken(problems)


MODELS: dict[type[RecordEntry], type[Record]] = {
    ActivityEntry: Activity,
    ExpertEntry: CertifiedExpert,
    SupportEntry: SupportedEnterprise,
}


def sameness(record: Record) -> tuple[Any, ...]:
    """What makes two records of one place the same one; a record sent twice is stored once."""
    match record:
        case Activity():
            words = fold(record.title), fold(record.place)
            return record.line_id, record.kind, *words, record.starts_on, record.ends_on
        case CertifiedExpert():
            return record.line_id, fold(record.full_name), record.certificate
        case SupportedEnterprise():
            return record.figure_id, record.enterprise_id, fold(record.content)


def name_of(record: Record) -> str:
    """What the journal calls a record; a person's name stays out of it."""
    return _("an expert") if isinstance(record, CertifiedExpert) else str(record)
