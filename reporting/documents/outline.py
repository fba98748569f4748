"""The outline of a report: headings, what feeds them, and what is said when nothing happened.

Outlines are data, versioned, because the ministry's request letter may change them from year to year: those the portal
carries (``reporting/data/outline-*.yaml``), and rows that DOST and the administrator write.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.vietnamese import nfc
from papers.blocks import Heading
from reporting.documents.placeholders import filled
from reporting.models import Outline as Row
from reporting.models import PeriodKind, ReportingPeriod
from reporting.queries.outlines import outline_row_of
from reporting.queries.wording import plain_facts

DATA = Path(__file__).resolve().parent.parent / "data"


class Feed(StrEnum):
    """What fills a section."""

    PLAN_DOCUMENTS = "plan_documents"
    MANAGEMENT_DOCUMENTS = "management_documents"
    INTEGRATED = "integrated"
    NATIONAL_GROUP = "national_group"
    ASSESSMENT = "assessment"
    OBSTACLES = "obstacles"
    CAUSES = "causes"
    ORIENTATION = "orientation"
    SOLUTIONS = "solutions"
    PROPOSALS = "proposals"


@dataclass(frozen=True)
class Section:
    """A heading of the report; without ``feed`` it only holds others. ``{year}`` and the like stand for facts."""

    code: str
    number: str
    level: int
    heading: str
    feed: Feed | None = None
    lead: str = ""
    nil_sentence: str = ""
    national_group: str = ""


@dataclass(frozen=True)
class Outline:
    """One version of the outline of a programme's reports of one kind, valid from a year on.

    ``intro`` are two paragraphs: what the report follows, and who asked for it. ``evidence`` says where the words come from.
    """

    key: str
    version: int
    programme: str
    valid_from_year: int
    title: str
    intro: tuple[str, ...]
    closing: str
    sections: tuple[Section, ...]
    kind: str = PeriodKind.YEAR
    evidence: str = ""

    @property
    def national_groups(self) -> tuple[str, ...]:
        """The national groups that have a section."""
        return tuple(section.national_group for section in self.sections if section.national_group)

    def is_leaf(self, section: Section) -> bool:
        """Whether no other section stands below it."""
        after = self.sections[self.sections.index(section) + 1 :]
        return not after or after[0].level <= section.level


def outline_of(period: ReportingPeriod) -> Outline:
    """The outline a new report of ``period`` follows: the published row in force, else the carried one.

    Raises RuleBroken when the portal has none.
    """
    row = outline_row_of(period)
    return from_row(row) if row else outline_for(period.plan.programme.key, period.year, period.kind)


def from_row(row: Row) -> Outline:
    """What a row says."""
    return Outline(
        key=row.key,
        version=row.version,
        programme=row.programme.key,
        valid_from_year=row.valid_from_year,
        title=row.title,
        intro=tuple(row.intro),
        closing=row.closing,
        sections=tuple(_sections(row.sections)),
        kind=row.kind,
        evidence=row.evidence,
    )


def outline_for(programme: str, year: int, kind: str = PeriodKind.YEAR) -> Outline:
    """The newest carried outline of ``programme`` (its key) for ``year``; years before the first one use the first.

    Raises RuleBroken when the portal carries none.
    """
    known = [outline for outline in outlines() if (outline.programme, outline.kind) == (programme, kind)]
    if not known:
        raise RuleBroken(
            _("The portal has no outline for reports of the programme %(programme)s.")
            % {"programme": programme}
        )
    valid = [outline for outline in known if outline.valid_from_year <= year] or known[:1]
    return valid[-1]


def title_of(outline: Outline, period: ReportingPeriod) -> str:
    """What stands over the report of ``period``."""
    return filled(outline.title, plain_facts(period))


def headings_of(outline: Outline, period: ReportingPeriod) -> tuple[Heading, ...]:
    """The headings of the report of ``period``."""
    facts = plain_facts(period)
    return tuple(Heading(one.level, filled(one.heading, facts), one.number) for one in outline.sections)


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline the portal carries, by year and version."""
    found = (_read(path) for path in sorted(DATA.glob("outline-*.yaml")))
    return tuple(sorted(found, key=lambda outline: (outline.valid_from_year, outline.version)))


def _read(path: Path) -> Outline:
    data = yaml.safe_load(nfc(path.read_text(encoding="utf-8")))
    sections = tuple(_sections(data["sections"]))
    if len(sections) != data["expect"]["sections"]:
        raise ValueError(f"{path.name}: {len(sections)} sections, {data['expect']['sections']} expected")
    return Outline(
        key=data["key"],
        version=data["version"],
        programme=data["programme"],
        valid_from_year=data["valid_from_year"],
        title=_text(data["title"]),
        intro=tuple(_text(paragraph) for paragraph in data["intro"]),
        closing=_text(data["closing"]),
        sections=sections,
        kind=PeriodKind(data["kind"]),
        evidence=_text(data["evidence"]),
    )


def _sections(rows: list[dict[str, Any]]) -> Iterator[Section]:
    for row in rows:
        yield Section(
            code=row["code"],
            number=row["number"],
            level=row["level"],
            heading=_text(row["heading"]),
            feed=Feed(row["feed"]) if row.get("feed") else None,
            lead=_text(row.get("lead")),
            nil_sentence=_text(row.get("nil_sentence")),
            national_group=row.get("national_group") or "",
        )


def _text(value: str | None) -> str:
    return " ".join((value or "").split())
