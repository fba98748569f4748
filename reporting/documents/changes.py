"""What a version of an outline says otherwise than the one before, for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reporting.documents.feeds import told_of
from reporting.documents.outline import Outline, Section


@dataclass(frozen=True)
class Change:
    """A place, and what stood there before and stands there now; "" where there was or is nothing."""

    place: str
    before: str
    now: str


NAMES: dict[str, str | Promise] = {
    "number": pgettext_lazy("section of an outline", "Number"),
    "level": pgettext_lazy("section of an outline", "Level"),
    "heading": pgettext_lazy("section of an outline", "Heading"),
    "lead": gettext_lazy("Sentence that leads in"),
    "nil_sentence": gettext_lazy("When units declare nothing to report"),
}


def changes_between(before: Outline, now: Outline) -> Iterator[Change]:
    """Every difference: head, sections that came, went, or say something else, and another order."""
    head = {
        _("Title of the report"): (before.title, now.title),
        _("Opening"): (" ¶ ".join(before.intro), " ¶ ".join(now.intro)),
        _("Closing sentence"): (before.closing, now.closing),
        _("For reports from the year"): (str(before.valid_from_year), str(now.valid_from_year)),
    }
    yield from (Change(place, was, is_now) for place, (was, is_now) in head.items() if was != is_now)
    old, new = ({section.code: section for section in one.sections} for one in (before, now))
    for code, section in old.items():
        if code not in new:
            yield Change(_("Section taken out"), _line(section), "")
    for code, section in new.items():
        if code not in old:
            yield Change(_("Section added"), "", _line(section))
        else:
            yield from _of_section(old[code], section)
    shared = [code for code in new if code in old]
    if shared != [code for code in old if code in new]:
        was = ", ".join(old[code].number for code in old if code in new)
        yield Change(_("Order of the sections"), was, ", ".join(old[code].number for code in shared))


def _of_section(before: Section, now: Section) -> Iterator[Change]:
    for field, name in NAMES.items():
        was, is_now = str(getattr(before, field)), str(getattr(now, field))
        if was != is_now:
            yield Change(f"{_line(now)}: {name}", was, is_now)
    if (before.feed, before.national_group) != (now.feed, now.national_group):
        yield Change(f"{_line(now)}: {_('What feeds it')}", _feed(before), _feed(now))


def _feed(section: Section) -> str:
    return f"{told_of(section.feed).name} {section.national_group}".strip()


def _line(section: Section) -> str:
    return f"{section.number} {section.heading}".strip()
