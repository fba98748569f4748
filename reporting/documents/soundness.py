"""What is wrong with an outline: broken placeholders above all, then levels, feeds, and what cannot be printed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.documents import placeholders
from reporting.documents.feeds import FEEDS, told_of
from reporting.documents.outline import Feed, Outline, Section

LED = frozenset(
    {Feed.PLAN_DOCUMENTS, Feed.MANAGEMENT_DOCUMENTS, Feed.INTEGRATED}
)  # print their lead sentence
SPOKEN = frozenset({Feed.INTEGRATED})  # cannot do without it
DEEPEST = 4
INTRO_PARAGRAPHS = 2


@dataclass(frozen=True)
class Flaw:
    """What is wrong at a place: ``field`` of the head (``row`` None) or of the section in that place of the list."""

    field: str
    words: str
    row: int | None = None


def flaws_of(outline: Outline, groups: Collection[str]) -> tuple[Flaw, ...]:
    """Everything for which ``outline`` is refused. ``groups``: the codes of the programme's national task groups."""
    return (*_of_head(outline), *_of_sections(outline.sections, groups))


def missing_from(outline: Outline, groups: Mapping[str, str]) -> list[str]:
    """What units send and no section takes, in words: the feeds, and the national task groups by title."""
    used = {section.feed for section in outline.sections}
    feeds = [
        str(told.name) for feed, told in FEEDS.items() if feed not in used and feed != Feed.NATIONAL_GROUP
    ]
    return feeds + [title for code, title in groups.items() if code not in outline.national_groups]


def _of_head(outline: Outline) -> Iterator[Flaw]:
    intro = (*outline.intro, "", "")[:INTRO_PARAGRAPHS]
    texts = (
        ("title", outline.title, placeholders.IN_HEADINGS),
        ("intro_first", intro[0], placeholders.IN_TEXTS),
        ("intro_second", intro[1], placeholders.IN_OPENING),
        ("closing", outline.closing, placeholders.IN_TEXTS),
    )
    for field, text, known in texts:
        if not text:
            yield Flaw(field, _("Write this text."))
        yield from (Flaw(field, fault.words) for fault in placeholders.faults_in(text, known))
    if not outline.sections:
        yield Flaw("", _("An outline has at least one section."))


def _of_sections(sections: tuple[Section, ...], groups: Collection[str]) -> Iterator[Flaw]:
    if sections and sections[0].level != 1:
        yield Flaw("level", _("The first section is of level 1."), 0)
    for row, (above, section) in enumerate(pairwise(sections), start=1):
        if section.level > above.level + 1:
            words = _("Level %(level)s cannot follow level %(above)s: a level is skipped.")
            yield Flaw("level", words % {"level": section.level, "above": above.level}, row)
    fed = Counter(_feeds(section) for section in sections)
    for row, section in enumerate(sections):
        yield from (Flaw(field, words, row) for field, words in _of_texts(section))
        if not 1 <= section.level <= DEEPEST:
            yield Flaw("level", _("A section has level 1 to 4."), row)
        if section.feed and fed[_feeds(section)] > 1:
            yield Flaw("feed", _("Another section is fed by the same; it would be printed twice."), row)
        if section.feed == Feed.NATIONAL_GROUP and section.national_group not in groups:
            yield Flaw("feed", _("The programme has no such national task group."), row)


def _of_texts(section: Section) -> Iterator[tuple[str, str]]:
    if not section.heading:
        yield "heading", _("Write the heading.")
    led = placeholders.IN_HOSTED if section.feed == Feed.INTEGRATED else placeholders.IN_TEXTS
    texts = (
        ("heading", section.heading, placeholders.IN_HEADINGS),
        ("lead", section.lead, led),
        ("nil_sentence", section.nil_sentence, placeholders.IN_TEXTS),
    )
    for field, text, known in texts:
        yield from ((field, fault.words) for fault in placeholders.faults_in(text, known))
    facts = {"feed": told_of(section.feed).name}
    if section.lead and section.feed not in LED:
        yield "lead", _("No sentence leads in here: “%(feed)s” prints none. Empty the box.") % facts
    if not section.lead and section.feed in SPOKEN:
        yield "lead", _("Write the sentence that leads in; it names the other programme as {hosts}.")
    if section.nil_sentence and section.feed is None:
        yield "nil_sentence", _("Nothing feeds this section, so nothing can be declared nil. Empty the box.")
    if not section.nil_sentence and section.feed == Feed.NATIONAL_GROUP:
        yield "nil_sentence", _("Write what is said when units declare nothing to report.")


def _feeds(section: Section) -> tuple[Feed | None, str]:
    return section.feed, section.national_group
