"""What has come in for a place of the report, as cards beside its text: one per line, document or statement of a unit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from common.vietnamese import fold
from consolidation.models import Passage, SetAside, SourceKind
from consolidation.queries.incoming import FigureIn, Incoming, Placing
from reporting.models import Submission
from reporting.queries.measures import is_share
from reporting.states import SubmissionState

FEWEST = 2  # figures that can be merged


class Standing(StrEnum):
    """What became of something a unit sent."""

    UNPLACED = "unplaced"  # it must be placed or set aside
    PLACED = "placed"
    ASIDE = "aside"
    FREE = "free"  # it may be placed: a figure of a target, which stands in the table anyway
    WAITING = "waiting"  # its form is not accepted yet


@dataclass(frozen=True)
class Entry:
    """Something a unit sent and what became of it: the passages it stands in, or why it was set aside."""

    incoming: Incoming
    standing: Standing
    passages: tuple[Passage, ...] = ()
    aside: SetAside | None = None

    @property
    def name(self) -> str:
        """What a button calls it."""
        return f"{self.incoming.kind}:{self.incoming.key}"

    @property
    def figure(self) -> FigureIn | None:
        """The figure, of a figure."""
        return self.incoming.figures[0] if self.incoming.kind == SourceKind.FIGURE else None


@dataclass
class Card:
    """A line of a form with its figures, a document, or a statement."""

    incoming: Incoming
    entries: list[Entry] = field(default_factory=list)
    place: str = ""  # the section it belongs to, where it is shown beside another one

    @property
    def is_open(self) -> bool:
        """Whether anything in it waits for its place."""
        return any(entry.standing == Standing.UNPLACED for entry in self.entries)

    @property
    def words(self) -> list[Entry]:
        """What it says in words."""
        return [entry for entry in self.entries if entry.figure is None]

    @property
    def figures(self) -> list[Entry]:
        """Its figures."""
        return [entry for entry in self.entries if entry.figure is not None]


@dataclass(frozen=True)
class Mergeable:
    """Figures of several forms that could become one sentence: same words, unit of measure, attribution and target."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> FigureIn:
        """What is counted, in which unit."""
        return self.entries[0].incoming.figures[0]

    @property
    def name(self) -> str:
        """What the button calls them."""
        return ",".join(entry.incoming.key for entry in self.entries)

    @property
    def units(self) -> list[str]:
        """Who reported them."""
        return list(dict.fromkeys(entry.incoming.unit for entry in self.entries))


@dataclass(frozen=True)
class Pane:
    """What came in, as one looks at it. Nothing here asks the database."""

    placing: Placing

    @cached_property
    def unplaced(self) -> Counter[str]:
        """Section → how much must still be placed or set aside."""
        return Counter(incoming.section for incoming in self.placing.unplaced)

    @cached_property
    def changed(self) -> Counter[str]:
        """Section → how many of its passages have originals that say something else by now."""
        passages = {passage.pk: passage.section for passage, _original, _unit in self.placing.changed}
        return Counter(passages.values())

    @property
    def says_nothing(self) -> bool:
        """Whether no accepted form holds anything that could be placed, and nothing was placed or set aside."""
        placing = self.placing
        return not (placing.placed or placing.asides or any(each.counts for each in placing.incoming))

    def cards(self, incoming: Iterable[Incoming]) -> list[Card]:
        """Cards in the order of the units, those with something to place first; silent lines have none."""
        found: dict[tuple[str, str], Card] = {}
        for each in incoming:
            if each.is_nil or not each.text:
                continue
            place = (each.kind, each.key)
            if each.kind in {SourceKind.LINE, SourceKind.FIGURE}:
                place = (SourceKind.LINE, each.address)
            found.setdefault(place, Card(each)).entries.append(self.entry(each))
        return sorted(found.values(), key=lambda card: not card.is_open)

    def entry(self, incoming: Incoming) -> Entry:
        """What became of it."""
        passages = self.placing.placed.get(incoming.name, ())
        aside = self.placing.asides.get(incoming.name)
        return Entry(incoming, self._standing(incoming, passages, aside), passages, aside)

    def of_section(self, section: str) -> list[Incoming]:
        """What the outline would put into ``section``."""
        return [incoming for incoming in self.placing.incoming if incoming.section == section]

    def matching(self, words: str) -> list[Incoming]:
        """What holds all the ``words`` in its text, heading or unit, with or without dấu, wherever it belongs."""
        wanted = fold(words).split()
        return [
            each
            for each in self.placing.incoming
            if all(word in fold(f"{each.unit} {each.heading} {each.text}") for word in wanted)
        ]

    def nils(self, section: str) -> list[Incoming]:
        """Lines of the section whose units declared that nothing happened."""
        return [each for each in self.of_section(section) if each.is_nil and each.kind == SourceKind.LINE]

    def silent(self, section: str) -> list[Submission]:
        """Forms that owe a word on the section and are not accepted."""
        forms = {each.submission.pk: each.submission for each in self.of_section(section)}
        return [form for form in forms.values() if form.state != SubmissionState.ACCEPTED]

    def mergeable(self, cards: Iterable[Card]) -> list[Mergeable]:
        """Figures among ``cards``, not in the text yet, that could become one sentence."""
        alike: dict[tuple[str, str, str, int | None], list[Entry]] = {}
        for entry in _loose_figures(cards):
            figure = entry.incoming.figures[0]
            key = (fold(figure.indicator), fold(figure.unit), figure.attribution, figure.target_id)
            alike.setdefault(key, []).append(entry)
        return [Mergeable(tuple(entries)) for entries in alike.values() if len(entries) >= FEWEST]

    def originals_of(self, passage: Passage) -> list[Incoming]:
        """What the passage was made of, as it reads now."""
        now = {incoming.name: incoming for incoming in self.placing.incoming}
        found = (now.get((source.kind, source.key)) for source in passage.sources.all())
        return [original for original in found if original is not None]

    def _standing(
        self, incoming: Incoming, passages: tuple[Passage, ...], aside: SetAside | None
    ) -> Standing:
        if passages:
            return Standing.PLACED
        if aside is not None:
            return Standing.ASIDE
        if incoming.submission.state != SubmissionState.ACCEPTED:
            return Standing.WAITING
        return Standing.UNPLACED if incoming.counts else Standing.FREE


def _loose_figures(cards: Iterable[Card]) -> Iterator[Entry]:
    for card in cards:
        for entry in card.figures:
            figure = entry.incoming.figures[0]
            is_loose = entry.standing in {Standing.UNPLACED, Standing.FREE}
            if is_loose and figure.value is not None and not is_share(figure.unit):
                yield entry
