"""A search over many kinds of records: what was typed, which rows answer it, and why they do.

Rows are sought in a folded column (``common.vietnamese.fold``), best first: the whole of it, its beginning, the words in a
row, the words in any order. Only when nothing of any kind is found are words taken that are spelt much alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, OrderBy, Q, QuerySet, Value, When
from django.utils.functional import Promise

from common.vietnamese import clean, fold, nfc

MOST_SOUGHT = 200  # characters of a search; more are not looked at
MOST_WORDS = 10
SHORTEST = 2  # letters of the longest word: a single letter stands in every row
SHORT_WORD = 2  # a word of so few letters is sought whole, the last one typed as the beginning of a word
BREAKS = r"""[] /.,;:()["'&+_-]"""  # what may stand around a word; a list, for a trigram index reads it
WORD = re.compile(r"[^\W_]+")
EXCERPT, BEFORE = 180, 50  # letters of a long text that are shown, and of them before the first word found
WHOLE, BEGUN, PHRASE, PART, SCATTERED, BESIDE = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0

Piece = tuple[str, bool]  # a part of a text, and whether it was sought


@dataclass(frozen=True)
class Words:
    """What somebody looks for. ``text`` as typed, ``folded`` the whole of it and ``parts`` its words, without dấu."""

    text: str
    folded: str
    parts: tuple[str, ...]
    was_cut: bool = False

    @classmethod
    def of(cls, typed: str) -> "Words":
        """Read what was typed; only its first 200 characters and ten words count."""
        text = " ".join(clean(typed[: MOST_SOUGHT * 2]).split())
        folded = fold(text[:MOST_SOUGHT])
        parts = tuple(dict.fromkeys(WORD.findall(folded)))
        was_cut = len(text) > MOST_SOUGHT or len(typed) > MOST_SOUGHT * 2 or len(parts) > MOST_WORDS
        return cls(text[:MOST_SOUGHT].strip(), folded, parts[:MOST_WORDS], was_cut)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be sought: no letter and no digit."""
        return not self.parts

    @property
    def is_too_short(self) -> bool:
        """Whether it is only single letters, which nearly every row holds."""
        return not self.is_empty and max(map(len, self.parts)) < SHORTEST

    @property
    def can_be_sought(self) -> bool:
        """Whether there is anything to look for."""
        return not self.is_empty and not self.is_too_short

    def without(self, *phrases: str) -> "Words":
        """The same without folded ``phrases``, such as the word for the kind of record; whole if nothing else was typed."""
        left = f" {self.folded} "
        for phrase in phrases:
            left = left.replace(f" {phrase} ", " ")
        parts = tuple(part for part in self.parts if part in WORD.findall(left))
        return (
            replace(self, folded=" ".join(left.split()), parts=parts)
            if parts and parts != self.parts
            else self
        )

    def held_by(self, field: str, *beside: str) -> Q:
        """Rows of which every word stands in ``field`` or ``beside`` it, and at least one in ``field`` itself."""
        wanted = Q()
        for part in self.parts:
            wanted &= _any(self.holding(part, name) for name in (field, *beside))
        return wanted & _any(self.holding(part, field) for part in self.parts) if beside else wanted

    def holding(self, part: str, field: str) -> Q:
        """Rows whose ``field`` holds one word: anywhere; a very short one whole, or begun where it is the last one typed."""
        if len(part) > SHORT_WORD:
            return Q(**{f"{field}__contains": part})
        end = "" if part == self.parts[-1] else f"({BREAKS}|$)"
        return Q(**{f"{field}__regex": f"(^|{BREAKS}){part}{end}"})

    def spots(self, folded: str, part: str) -> list[int]:
        """Where ``part`` stands in a folded text, by the same rule."""
        begins = [at.span()[0] for at in re.finditer(re.escape(part), folded)]
        if len(part) > SHORT_WORD:
            return begins
        begins = [at for at in begins if not folded[at - 1 : at].isalnum()]
        if part == self.parts[-1]:
            return begins
        return [at for at in begins if not folded[at + len(part) : at + len(part) + 1].isalnum()]

    def rank_in(self, field: str, *, alone: bool = True) -> Case:
        """How well ``field`` answers; the smaller the better. What parts the words in a row does not matter.

        ``alone``: every word stands in ``field``, none only beside it.
        """
        in_a_row = f"{BREAKS}+".join(self.parts)
        return Case(
            When(**{field: self.folded}, then=Value(WHOLE)),
            When(**{f"{field}__regex": f"^{in_a_row}"}, then=Value(BEGUN)),
            When(**{f"{field}__regex": f"{BREAKS}{in_a_row}"}, then=Value(PHRASE)),
            When(**{f"{field}__contains": self.folded}, then=Value(PART)),
            *(() if alone else (When(self.held_by(field), then=Value(SCATTERED)),)),
            default=Value(SCATTERED if alone else BESIDE),
            output_field=FloatField(),
        )


@dataclass(frozen=True)
class Because:
    """Why a record was found although its title does not say so: the words of one of its parts."""

    label: str | Promise
    text: str


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that answers: what it is called, where it is read, what stands beside it, and why it was found.

    ``key`` tells two hits of one record; ``chip`` is a word of warning (a demo, ended); ``rank`` as of Words.rank_in.
    """

    key: object
    title: str
    address: str
    beside: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    chip: str = ""
    rank: float = SCATTERED


def answering(
    found: "QuerySet[Any]", words: Words, field: str, *beside: str, alike: bool = False
) -> "QuerySet[Any]":
    """Those of ``found`` that answer, with their ``rank`` to sort by.

    ``alike``: those of which a stretch of ``field`` is spelt much like the whole of what was typed.
    """
    if alike:
        near = TrigramWordSimilarity(words.folded, field)
        return found.filter(**{f"{field}__trigram_word_similar": words.folded}).annotate(rank=1 - near)
    return found.filter(words.held_by(field, *beside)).annotate(rank=words.rank_in(field, alone=not beside))


def best(found: "QuerySet[Any]", most: int, *order: str | F | OrderBy) -> list[Any]:
    """The ``most`` best rows of what ``answering`` gave; equally good ones in ``order``."""
    return list(found.order_by("rank", *order)[:most])


def reasons(words: Words, title: str, parts: Iterable[tuple[str | Promise, str]]) -> tuple[Because, ...]:
    """The first of ``parts`` (label and text) that hold words the title lacks; none where the title holds them all."""
    lacking = {part for part in words.parts if not words.spots(fold(title), part)}
    found = []
    for label, text in parts:
        said = fold(text) if lacking else ""
        here = {part for part in lacking if words.spots(said, part)}
        if here:
            found.append(Because(label, excerpt(text, words)))
            lacking -= here
    return tuple(found)


def excerpt(text: str, words: Words) -> str:
    """A long text cut to the neighbourhood of the first word that was sought."""
    if len(text) <= EXCERPT:
        return text
    places = _places(text, words)
    first = max(places[0][0] - BEFORE, 0) if places else 0
    begin = text.find(" ", first) + 1 if first else 0
    end = begin + EXCERPT
    cut = text[begin:end] if end >= len(text) else text[begin:end].rsplit(" ", 1)[0] + " …"
    return f"… {cut}" if begin else cut


def pieces(text: str, words: Words) -> list[Piece]:
    """The text in parts, those that were sought marked."""
    text, found, at = nfc(text), [], 0
    for begin, end in _places(text, words):
        found += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [piece for piece in (*found, (text[at:], False)) if piece[0]]


def _any(conditions: Iterable[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


def _places(text: str, words: Words) -> list[tuple[int, int]]:
    """The stretches of ``text`` that were sought, in order: the whole where it stands in a row, else each of its words."""
    folded, origins = _folded_with_origins(text)
    in_a_row = (
        [(at, at + len(words.folded)) for at in words.spots(folded, words.folded)] if words.parts else []
    )
    found = in_a_row or sorted(
        (at, at + len(part)) for part in words.parts for at in words.spots(folded, part)
    )
    whole: list[tuple[int, int]] = []
    for begin, end in found:
        if whole and not any(map(str.isalnum, folded[whole[-1][1] : begin])):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((begin, end))
    return [(origins[begin], origins[end - 1] + 1) for begin, end in whole]


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and for each letter where it stood."""
    letters, origins = [], []
    for at, sign in enumerate(text):
        for letter in _fold_sign(sign):
            letters.append(letter)
            origins.append(at)
    return "".join(letters), origins


@lru_cache(maxsize=4096)
def _fold_sign(sign: str) -> str:
    return " " if sign.isspace() else fold(sign)
