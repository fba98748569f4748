"""Sections II.2 to IV: obstacles, causes, directions, solutions, proposals."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from common.vietnamese import fold, sort_key
from consolidation.documents.compose.draft import Draft, Feeder
from consolidation.documents.compose.wording import MOST_SOURCES, prose, source_of
from consolidation.queries.incoming import cause_key
from papers.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Run
from papers.part import Source
from papers.text import VIETNAMESE_LETTERS, vietnamese_letter
from reporting.documents.outline import Section
from reporting.models import Statement, StatementKind

Said = dict[str, list[Source]]  # a sentence and everybody who said it
_LETTERED = re.compile(r"^\w{1,2}[).]\s")


def narrative(draft: Draft, section: Section, *, kind: StatementKind) -> Iterator[Block]:
    """Statements of a kind as running text."""
    statements = draft.contents.told(kind)
    if not statements:
        yield from draft.nothing(section)
    for statement in statements:
        yield from prose(statement.text, (source_of(statement),))


def addressed(draft: Draft, section: Section, *, kind: StatementKind) -> Iterator[Block]:
    """Statements grouped by whom they concern; the same words of several units once. Without addressee last."""
    found: dict[str, Said] = {}
    for statement in draft.contents.told(kind):
        _gather(found.setdefault(statement.addressee.strip(), {}), source_of(statement), statement.text)
    found = {addressee: said for addressee, said in found.items() if said}
    if not found:
        yield from draft.nothing(section)
        return
    order = sorted(found, key=lambda addressee: (not addressee, sort_key(addressee)))
    for addressee in order:
        if addressee:
            yield Paragraph((Run(f"Đối với {addressee}:", italic=True),))
        elif len(order) > 1:
            yield Paragraph((Run("Nội dung khác:", italic=True),))
        yield _listed(found[addressee])


def causes(draft: Draft, section: Section) -> Iterator[Block]:
    """The causes of the obstacles in one list: whom an obstacle concerns is not who caused it."""
    said: Said = {}
    for statement in draft.contents.told(StatementKind.OBSTACLE):
        source = replace(source_of(statement), key=cause_key(statement))
        _gather(said, source, statement.cause)
    if said:
        yield _listed(said)
    else:
        yield from draft.nothing(section)


def _gather(said: Said, source: Source, text: str) -> None:
    """Add the sentences of a statement; the same words of several units stand once."""
    for sentence in _sentences(text):
        same = next((told for told in said if fold(told) == fold(sentence)), sentence)
        said.setdefault(same, []).append(source)


def _listed(said: Said) -> ListBlock:
    return ListBlock(
        tuple(ListItem.of(told, source=tuple(sources)[:MOST_SOURCES]) for told, sources in said.items())
    )


def solutions(draft: Draft, section: Section) -> Iterator[Block]:
    """Next year's solutions under the national groups that have any, numbered again; the rest after them."""
    statements = draft.contents.told(StatementKind.SOLUTION)
    if not statements:
        yield from draft.nothing(section)
        return
    groups: dict[int, list[Statement]] = {}
    for statement in sorted(statements, key=_group_place):
        groups.setdefault(statement.national_group_id or 0, []).append(statement)
    for place, same in enumerate(groups.values(), start=1):
        group = same[0].national_group
        yield Heading(
            section.level + 1, group.title if group else "Giải pháp khác", f"{section.number}{place}."
        )
        yield from _lettered(same)


def _lettered(statements: list[Statement]) -> Iterator[Block]:
    """Several short solutions as points a), b) …; texts with an arrangement of their own stay as they are."""
    arranged = any("\n" in s.text.strip() or _LETTERED.match(s.text) for s in statements)
    lettered = 1 < len(statements) <= len(VIETNAMESE_LETTERS) and not arranged
    for place, statement in enumerate(statements, start=1):
        letter = f"{vietnamese_letter(place)}) " if lettered else ""
        yield from prose(f"{letter}{statement.text}", (source_of(statement),))


def _group_place(statement: Statement) -> tuple[bool, int]:
    group = statement.national_group
    return group is None, group.position if group else 0


def _sentences(text: str) -> Iterable[str]:
    """The lines of a statement without their dashes."""
    return (line.strip().lstrip("-–•+* ").strip() for line in text.splitlines() if line.strip(" -–•+*"))


orientation: Feeder = partial(narrative, kind=StatementKind.ORIENTATION)
obstacles: Feeder = partial(addressed, kind=StatementKind.OBSTACLE)
proposals: Feeder = partial(addressed, kind=StatementKind.PROPOSAL)
