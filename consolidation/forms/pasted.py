"""Text as people paste it from Word, made into the lines a passage is kept in.

Words stay as they are: composed letters, the typographic quotes of Word, no invisible or direction-turning signs. Bullets
become ``- ``, cells between tabs become ``| a | b |``. Nothing is cut: what does not fit is refused and stays in sight.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import LONG, Words
from common.vietnamese import clean
from consolidation.documents.written import to_blocks
from papers.text import DocumentRefused

BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANKS = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
)  # Word's fixed blanks; a line of print makes its own
BULLET = re.compile(
    r"^[•●▪■◦‣⁃∙·\uf0b7\uf0a7\uf0d8\uf0fc\uf02d](?:\s+|(?=\w))|^[oO§Ø]\t|^[-–—](?:\t|\s{2,}|[–—]?\s)\s*"
)
SUB_BULLET = re.compile(r"^\+\t\s*")
NUMBERED = re.compile(r"^((?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[IVXivx]{1,5})[.)])\t\s*")
ROW = re.compile(r"^\|.*\|$")
PICTURE = re.compile(r"data:image/|\ufffc|<img\b", re.IGNORECASE)
MOST = LONG  # characters of a passage


def tidied(text: str) -> str:
    """The text in the lines of a passage; the same for a text that is tidy already. Raises nothing, cuts nothing."""
    lines = clean(BREAKS.sub("\n", text)).split("\n")
    made = [_line(line) for line in lines]
    return "\n".join(_without_runs_of_blanks(made)).strip("\n")


class PassageText(Words):
    """The text of a passage, tidied. Refused, with everything that was typed still there: too long, or a picture."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=MOST, widget=forms.Textarea(), **kwargs)

    def to_python(self, value: Any) -> str:
        """The tidied text; ValidationError says what does not fit and what to do."""
        typed = str(value or "")
        if PICTURE.search(typed):
            raise ValidationError(
                _("A picture cannot stand in the text. Take it out; what you typed is still here."),
                code="picture",
            )
        text = super().to_python(tidied(typed))
        try:
            to_blocks(text)
        except DocumentRefused as no:
            raise ValidationError(no.messages, code="unprintable") from no
        return text


def _line(line: str) -> str:
    line = BLANKS.sub(" ", line).strip()
    if ROW.match(line):
        return line
    line = BULLET.sub("- ", line.lstrip("\t"), count=1)
    line = NUMBERED.sub(r"\1 ", SUB_BULLET.sub("+ ", line, count=1), count=1)
    if "\t" in line and not line.startswith(("- ", "+ ")):
        cells = [" ".join(cell.replace("|", "/").split()) for cell in line.split("\t")]
        return f"| {' | '.join(cells)} |"
    return " ".join(line.split())


def _without_runs_of_blanks(lines: list[str]) -> list[str]:
    """One empty line between others is enough; rows of one table have none between them."""
    made: list[str] = []
    for place, line in enumerate(lines):
        after = next((each for each in lines[place:] if each), "")
        if line or (made and made[-1] and not (ROW.match(made[-1]) and ROW.match(after))):
            made.append(line)
    return made
