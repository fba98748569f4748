"""What the board of a report is drawn from: the outline with its counts, what came in, the passages of a section."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.fields import digits
from common.formatting import number, small_count
from consolidation.documents.compose.derived import DERIVED
from consolidation.forms.board import BoardForm, Box
from consolidation.models import Passage, PassageSource, Report
from consolidation.models.passage import INTRO
from consolidation.queries.board import (
    NOWHERE,
    Place,
    comments_open,
    passages_in,
    passages_outside,
    places_of,
)
from consolidation.queries.incoming import Incoming, placing_of
from consolidation.queries.last_year import last_years_text
from consolidation.queries.pane import Card, Pane
from consolidation.queries.sums import sums_of
from papers.pdf import unprintable_in
from reporting.queries.contents import contents_of
from reporting.queries.merged import Merged
from reporting.states import SubmissionState

PAGE = "consolidation:board_section"
CARDS = 30  # on a page of what came in
EVERYWHERE, SECTION = "chua-xep", ""  # what is looked at: all that is unplaced, or the section's


@dataclass(frozen=True)
class Row:
    """A line of the outline at the left, with what is to do there."""

    place: Place
    address: str
    is_here: bool
    passages: int
    unplaced: int
    comments: int
    changed: int


@dataclass(frozen=True)
class Origin:
    """A source of a passage: who said it, where it opens, and whether it says something else by now (``now``) or is gone."""

    source: PassageSource
    original: Incoming | None

    @property
    def is_gone(self) -> bool:
        """The unit took it back."""
        return self.original is None and bool(self.source.seen)

    @property
    def is_changed(self) -> bool:
        """It reads otherwise than when it was placed."""
        return (
            bool(self.source.seen)
            and self.original is not None
            and self.original.fingerprint != self.source.seen
        )

    @property
    def is_open_again(self) -> bool:
        """Its form is with the unit again: the words may still change."""
        return self.original is not None and self.original.submission.state != SubmissionState.ACCEPTED


@dataclass(frozen=True)
class Written:
    """A passage on the board: its box (None where the portal writes it), its sources, the sum behind its figures."""

    passage: Passage
    box: Box | None
    title: str | Promise
    origins: list[Origin]
    sum: Merged | None
    is_first: bool
    is_last: bool

    @property
    def news(self) -> list[Origin]:
        """The sources that changed or are gone."""
        return [origin for origin in self.origins if origin.is_changed or origin.is_gone]

    @property
    def has_originals(self) -> bool:
        """Whether there are words to go back to."""
        return any(origin.original is not None and origin.original.text for origin in self.origins)

    @property
    def sum_words(self) -> str:
        """The sum of its sources as a figure; blank where there is none."""
        return number(self.sum.year.value) if self.sum and self.sum.year.is_measured else ""

    @property
    def lacks_sum(self) -> bool:
        """Whether the sum of its sources does not stand in its words."""
        value = self.sum.year.value if self.sum else None
        words = self.box.typed if self.box else self.passage.text
        return bool(self.sum_words) and not any(each in words for each in (number(value), small_count(value)))

    @property
    def lost_in_print(self) -> str:
        """Signs in its words that the paper's typeface lacks."""
        return unprintable_in(self.box.typed) if self.box else ""


@dataclass(frozen=True)
class Arrived:
    """How many units were asked, of how many a form is accepted, and whether what came in says anything at all."""

    asked: int
    accepted: int
    says_nothing: bool


def opened(report: Report, section: str, query: dict[str, str], form: BoardForm) -> dict[str, Any]:
    """The context of the board at ``section``; ``query`` are the filters of the address."""
    contents = contents_of(report.period)
    pane = Pane(placing_of(report, contents))
    places = places_of(report, opening=_("Opening of the report"), closing=_("Closing of the report"))
    words, scope = query.get("tim", "").strip()[:200], query.get("xem", SECTION)
    cards = pane.cards(_looked_at(pane, section, words, scope))
    page: Page[Card] = Paginator(cards, CARDS).get_page(query.get("trang"))
    names = {place.code: place.line for place in places}
    for card in page:
        belongs = card.incoming.section
        card.place = "" if belongs == _home(section) else names.get(belongs, _("No section in the outline"))
    here = next((place for place in places if place.code == section), None)
    at_home = not words and scope != EVERYWHERE
    written = _written(report, form, pane)
    standing = {each.passage.feed for each in written} | _feeds(pane)
    return {
        "report": report,
        "period": report.period,
        "rows": _rows(report, places, section, pane),
        "place": here,
        "section": section,
        "pane": pane,
        "arrived": Arrived(len(contents.everybody), len(contents.accepted), pane.says_nothing),
        "cards": page,
        "words": words,
        "scope": scope,
        "at_home": at_home,
        "mergeable": pane.mergeable(cards) if at_home else [],
        "nils": pane.nils(_home(section)) if at_home else [],
        "silent": pane.silent(_home(section)) if at_home else [],
        "form": form,
        "written": written,
        "derivable": [(feed, part.title) for feed, part in DERIVED.items() if feed not in standing],
        "last_year": last_years_text(report, here, places) if here else None,
        "moving": digits(query.get("chuyen"), 2**62),
        "places": places,
        "before": _neighbour(report, places, section, -1),
        "after": _neighbour(report, places, section, 1),
    }


def passages_at(report: Report, section: str) -> list[Passage]:
    """The passages of a section, or (at ``NOWHERE``) those whose section has left the outline."""
    return passages_outside(report) if section == NOWHERE else passages_in(report, section)


def address_of(report: Report, section: str) -> str:
    """The board at a section."""
    return reverse(PAGE, args=[report.pk, section])


def first_open(report: Report) -> str:
    """The first section where something waits for its place; else the first one units write for."""
    unplaced = Pane(placing_of(report)).unplaced
    fed = [row["code"] for row in report.outline.sections if row.get("feed")]
    return next((code for code in fed if unplaced[code]), fed[0] if fed else INTRO)


def _looked_at(pane: Pane, section: str, words: str, scope: str) -> list[Incoming]:
    if words:
        return pane.matching(words)
    if scope == EVERYWHERE:
        return list(pane.placing.unplaced)
    return pane.of_section(_home(section))


def _home(section: str) -> str:
    """What came in without a place of its own is looked at beside the passages without one."""
    return "" if section == NOWHERE else section


def _rows(report: Report, places: tuple[Place, ...], section: str, pane: Pane) -> list[Row]:
    comments, passages = comments_open(report), Counter(p.section for p in pane.placing.passages)
    rows = [
        Row(
            place,
            address_of(report, place.code),
            place.code == section,
            passages[place.code],
            pane.unplaced[place.code],
            comments[place.code],
            pane.changed[place.code],
        )
        for place in places
    ]
    known = {place.code for place in places}
    lost = sum(count for code, count in passages.items() if code not in known)
    loose = sum(count for code, count in pane.unplaced.items() if code not in known)
    if lost or loose or section == NOWHERE:
        nowhere = Place(NOWHERE, "", _("No section in the outline"))
        rows.append(Row(nowhere, address_of(report, NOWHERE), section == NOWHERE, lost, loose, 0, 0))
    return rows


def _written(report: Report, form: BoardForm, pane: Pane) -> list[Written]:
    originals = {incoming.name: incoming for incoming in pane.placing.incoming}
    sums = sums_of(report.period, form.passages)
    last = len(form.passages) - 1
    return [
        Written(
            passage,
            form.boxes.get(passage.pk),
            DERIVED[passage.feed].title if passage.feed in DERIVED else passage.feed,
            [Origin(source, originals.get((source.kind, source.key))) for source in passage.sources.all()],
            sums.get(passage.pk),
            place == 0,
            place == last,
        )
        for place, passage in enumerate(form.passages)
    ]


def _feeds(pane: Pane) -> set[str]:
    return {passage.feed for passage in pane.placing.passages}


def _neighbour(report: Report, places: tuple[Place, ...], section: str, way: int) -> tuple[str, str] | None:
    """Name and address of the section before or after."""
    codes = [place.code for place in places]
    at = codes.index(section) + way if section in codes else -1
    return (places[at].line, address_of(report, codes[at])) if 0 <= at < len(codes) else None
