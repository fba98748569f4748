"""Words on a chart: how wide they may be, and where they break. The server has no font to measure with."""

from dataclasses import dataclass

FONT_SIZE = 13
PAGE_WIDTH = 530  # on the 165 mm between the margins this prints the text at 11.5 pt
LINE = 17  # height of a line of a label
NARROW, MEDIUM, WIDE = set("fijlrtI.,:;'|!()[]- 1/"), 0.52, set("mwMWĐÔƠƯGOQ@%—…")


@dataclass(frozen=True)
class Line:
    """A line of a label and its baseline."""

    text: str
    y: int


def text_width(text: str) -> int:
    """Return a generous guess of a text's width in user units; the server has no font to measure with."""
    ems = sum(0.34 if c in NARROW else 0.85 if c in WIDE else 0.68 if c.isupper() else MEDIUM for c in text)
    return round(ems * FONT_SIZE)


def wrapped(text: str, width: int) -> list[str]:
    """Cut a label into lines that fit; an endless word is cut by force."""
    lines = [""]
    for word in text.split():
        while text_width(word) > width:
            fits = next(n for n in range(len(word), 0, -1) if text_width(word[:n]) <= width)
            lines, word = [*lines, word[:fits]], word[fits:]  # noqa: PLW2901 (what is left of the word)
        longer = f"{lines[-1]} {word}".lstrip()
        if text_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
