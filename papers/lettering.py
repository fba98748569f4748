"""Words on a chart: how wide they may be, and where they break. The server has no font to measure with."""

from dataclasses import dataclass

FONT_SIZE = 13
PAGE_WIDTH = 530  # on the 165 mm between the margins this prints the text at 11.5 pt
LINE = 17  # height of a line of a label
NARROW, WIDE = "fijlrtI.,:;'|!()[]- 1/", "mwMWĐÔƠƯGOQ@%—…"


class _Ems(dict[str, float]):
    """How wide a letter is taken to be, in parts of the font's size; those not told apart are looked at once."""

    def __missing__(self, letter: str) -> float:
        self[letter] = 0.68 if letter.isupper() else 0.52
        return self[letter]


EMS = _Ems(dict.fromkeys(NARROW, 0.34) | dict.fromkeys(WIDE, 0.85))


@dataclass(frozen=True)
class Line:
    """A line of a label and its baseline."""

    text: str
    y: int


def text_width(text: str) -> int:
    """Return a generous guess of a text's width in user units; the server has no font to measure with."""
    return round(sum(map(EMS.__getitem__, text)) * FONT_SIZE)


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
