"""The words of a passage as a person types them, and as blocks of the paper.

A line is a paragraph, unless it begins with a mark:

- ``## 2.1. Đào tạo``: a sub-heading;
- ``* Hội thảo``: an italic line with its star; ``> Đối với Bộ``: an italic line without;
- ``- x`` and below it ``+ x``: an item of a list and its sub-item;
- ``| a | b |``: a row of a table, the first one its head;
- ``Số liệu: …``, or the name of the unit it comes from (``Sở Y tế: …``): that lead is in italics by itself;
- ``_Lưu ý:_ …``: any other lead between two strokes is in italics;
- ``\\`` before a mark: no mark, only the words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from papers.blocks import (
    MOST_ITEMS,
    MOST_SUBITEMS,
    Block,
    Cell,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Row,
    Run,
    TableBlock,
    joined,
)
from papers.part import PASSAGE, Source

HEADING, STAR, ITALIC, ITEM, SUBITEM, ROW, PLAIN = "## ", "* ", "> ", "- ", "+ ", "|", "\\"
MARKS = (HEADING, STAR, ITALIC, ITEM, SUBITEM, ROW, PLAIN)
SUBHEADING = 4  # the level of a heading inside a section, unless told otherwise
LONGEST_NUMBERING, MOST_COLUMNS = 20, 12
NUMBERING = re.compile(r"^((?:\d{1,3}\.){1,6}|[a-zđ]\)|[IVXLC]{1,8}\.)\s+(?=\S)")
LED = re.compile(r"^_([^_\n]{1,400})_(?=\s|$)")
FIGURES_LED = "Số liệu:"  # what a sentence of figures begins with


def to_blocks(text: str, source: tuple[Source, ...] = (), *, level: int = SUBHEADING) -> tuple[Block, ...]:
    """The blocks of a text, each with the ``source`` of the passage; ``level`` is that of its sub-headings.

    Raises DocumentRefused where something is too long to be printed.
    """
    lines = [line.strip() for line in text.splitlines()]
    blocks: list[Block] = []
    for mark, same in groupby(filter(None, lines), key=_group):
        if mark == ITEM:
            blocks += _lists(list(same), source)
        elif mark == ROW:
            blocks.append(_table(list(same), source))
        else:
            blocks += [_line(line, source, level) for line in same]
    return tuple(blocks)


def to_text(blocks: Iterable[Block]) -> str:
    """The words of blocks as a person would type them; tables with joined heads and charts have none."""
    return "\n".join(line for block in blocks for line in _lines_of(block))


def plain_words(text: str) -> str:
    """The words of a text without its marks, for comparing and searching."""
    return " ".join(word for block in to_blocks(text) for word in _words_of(block))


def _group(line: str) -> str:
    """Which lines stand together: those of a list, those of a table."""
    if line.startswith((ITEM, SUBITEM)):
        return ITEM
    return ROW if line.startswith(ROW) and line.endswith(ROW) and len(line) > 1 else ""


def _line(line: str, source: tuple[Source, ...], level: int) -> Block:
    """A heading, an italic line or a paragraph."""
    if line.startswith(HEADING):
        words = line.removeprefix(HEADING).strip()
        numbering = NUMBERING.match(words)
        number = numbering[1] if numbering else ""
        return Heading(level, words[len(number) :].strip(), number, source=source)
    if line.startswith(STAR):
        return Paragraph(_runs(line, italic=True), source=source)
    if line.startswith(ITALIC):
        return Paragraph(_runs(line.removeprefix(ITALIC).strip(), italic=True), source=source)
    lead, rest = _lead(line, source)
    if lead:
        return Paragraph((Run(f"{lead} " if rest else lead, italic=True), *_runs(rest)), source=source)
    return Paragraph(_runs(line.removeprefix(PLAIN).strip()), source=source)


def _lead(line: str, source: tuple[Source, ...]) -> tuple[str, str]:
    """What a line begins with in italics, and the words after it; "" for no such lead."""
    led = LED.match(line)
    if led:
        return led[1], line[led.end() :].lstrip()
    lead, rest = "", line
    for known in (*(f"{each.label}:" for each in source if each.label), FIGURES_LED):
        is_next = rest.startswith(known) and rest[len(known) :][:1] in ("", " ")
        if is_next and (known == FIGURES_LED or not lead):
            lead, rest = f"{lead} {known}".strip(), rest[len(known) :].lstrip()
    return lead, rest


def _runs(words: str, *, italic: bool = False) -> tuple[Run, ...]:
    """A line as runs no longer than one may be."""
    return tuple(Run(words[at : at + PASSAGE], italic=italic) for at in range(0, len(words), PASSAGE))


def _lists(lines: Sequence[str], source: tuple[Source, ...]) -> Iterator[ListBlock]:
    """One list, or several where one cannot hold them all; a sub-item without an item above is one itself."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        words = line[len(ITEM) :].strip()
        if line.startswith(SUBITEM) and items and len(items[-1][1]) < MOST_SUBITEMS:
            items[-1][1].append(words)
        else:
            items.append((words, []))
    made = [ListItem(_runs(words), tuple(ListItem(_runs(sub)) for sub in subs)) for words, subs in items]
    for at in range(0, len(made), MOST_ITEMS):
        yield ListBlock(tuple(made[at : at + MOST_ITEMS]), source=source)


def _table(lines: Sequence[str], source: tuple[Source, ...]) -> TableBlock:
    """A table of typed rows; short rows are filled with blank cells."""
    rows = [[cell.strip() for cell in line.strip(ROW).split(ROW)][:MOST_COLUMNS] for line in lines]
    width = max(map(len, rows))
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    return TableBlock(
        tuple(Column(title or " ") for title in head),
        tuple(Row(tuple(Cell(words) for words in row)) for row in body),
        source=source,
    )


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{HEADING}{block.line}"
        case Paragraph():
            yield _paragraph_line(block)
        case ListBlock():
            for item in block.items:
                yield f"{ITEM}{joined(item.runs)}"
                yield from (f"{SUBITEM}{joined(sub.runs)}" for sub in item.items)
        case TableBlock():
            for cells in [
                [column.title for column in block.columns],
                *([c.text for c in r.cells] for r in block.rows),
            ]:
                yield f"{ROW} " + f" {ROW} ".join(cells) + f" {ROW}"


def _paragraph_line(block: Paragraph) -> str:
    words = joined(block.runs).strip()
    if block.runs and all(run.italic for run in block.runs):
        return words if words.startswith(STAR) else f"{ITALIC}{words}"
    italics = [run for run in block.runs if run.text]
    lead = ""
    while italics and italics[0].italic:
        lead += italics.pop(0).text
    if lead.strip() and "_" not in lead:
        rest = joined(tuple(italics)).strip()
        plain = f"{lead.strip()} {rest}".strip()
        is_known = _lead(plain, block.source) == (lead.strip(), rest)
        return plain if is_known else f"_{lead.strip()}_ {rest}".strip()
    return f"{PLAIN}{words}" if words.startswith(MARKS) or LED.match(words) else words


def _words_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.line
        case Paragraph():
            yield joined(block.runs)
        case ListBlock():
            for item in block.items:
                yield joined(item.runs)
                yield from (joined(sub.runs) for sub in item.items)
        case TableBlock():
            yield from (column.title for column in block.columns)
            yield from (cell.text for row in block.rows for cell in row.cells)
