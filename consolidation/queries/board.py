"""The places of a report and the passages that stand in them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from consolidation.models import Comment, Passage, PassageSource, Report
from consolidation.models.passage import CLOSING, INTRO
from reporting.queries.wording import plain_facts

NOWHERE = "-"  # where something stands whose section has left the outline


@dataclass(frozen=True)
class Place:
    """A place passages stand in: the opening, a section of the outline, or the closing. ``level`` is 1 to 4."""

    code: str
    number: str
    heading: str
    level: int = 1

    @property
    def line(self) -> str:
        """Number and heading as printed."""
        return f"{self.number} {self.heading}".strip()


def places_of(report: Report, *, opening: str, closing: str) -> tuple[Place, ...]:
    """Every place of the report in the order of the paper; ``opening`` and ``closing`` are what the outer two are called."""
    facts = plain_facts(report.period)
    rows = report.outline.sections
    sections = (Place(r["code"], r["number"], _filled(r["heading"], facts), r["level"]) for r in rows)
    return (Place(INTRO, "", opening), *sections, Place(CLOSING, "", closing))


def codes_of(report: Report) -> tuple[str, ...]:
    """The codes of all its places, in the order of the paper."""
    return (INTRO, *(row["code"] for row in report.outline.sections), CLOSING)


def passages_in(report: Report, section: str) -> list[Passage]:
    """The passages of a place in their order, with sources, open comments and who changed them; three queries."""
    found = report.passages.filter(section=section).select_related("changed_by")
    return list(_in_full(found.order_by("position", "pk")))


def comments_open(report: Report) -> Counter[str]:
    """Place → how many comments on it or on its passages are open; one query."""
    rows = report.comments.filter(settled_at__isnull=True).values_list("passage__section", "section")
    return Counter(of_passage or own for of_passage, own in rows)


def passages_outside(report: Report) -> list[Passage]:
    """Passages whose section has left the outline, as ``passages_in``."""
    found = report.passages.exclude(section__in=codes_of(report)).select_related("changed_by")
    return list(_in_full(found.order_by("section", "position", "pk")))


def _in_full(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    comments = Comment.objects.filter(settled_at__isnull=True).select_related("by")
    return passages.prefetch_related(
        Prefetch("sources", PassageSource.objects.order_by("pk")),
        Prefetch("comments", comments.order_by("pk"), to_attr="open_comments"),
    )


def _filled(heading: str, facts: dict[str, str]) -> str:
    """The heading with the year in it; one with another placeholder stays as it is."""
    for name, value in facts.items():
        heading = heading.replace(f"{{{name}}}", value)
    return heading
