"""One row of a workbook of enterprises, and the problems of its cells."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.vietnamese import clean, fold
from common.workbook.cells import Cell
from enterprises.documents.workbook.columns import CHOICES, NO, SAID, YES, Column, Holds
from enterprises.models.enterprise import LONGEST_FOLDED
from enterprises.queries.lookup import tidy_tax_code
from enterprises.queries.sectors import line_of
from enterprises.queries.tax_codes import check

ERROR, WARNING = "error", "warning"
SHORT, LONG = 10, 12  # digits of a tax code
SHOWN = 80  # characters of a cell repeated in a message
Text = str | Promise


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell: the row and column, what stands there, why it cannot stay (or is doubtful)."""

    row: int
    column: str
    said: str
    why: str
    level: str = ERROR

    def as_json(self) -> dict[str, Any]:
        """As it is stored with the upload."""
        return asdict(self)


@dataclass(frozen=True)
class Typed:
    """What a row says: only the fields that were filled in. ``folded`` is the name to compare by."""

    number: int
    facts: Mapping[str, Any]
    folded: str
    province_id: int

    @property
    def code(self) -> str:
        """The tax code; empty where none was written."""
        return str(self.facts.get("tax_code", ""))


class Reader:
    """Turns cells into what the row says, gathering problems.

    ``areas``: folded names of the provinces the sender answers for → id; ``here``: the one where no area is written.
    """

    def __init__(self, areas: Mapping[str, int], here: int) -> None:
        self.areas, self.here = areas, here
        self.problems: list[Problem] = []

    def typed(self, number: int, cells: Mapping[Column, Cell]) -> Typed | None:
        """What the row says; None where something in it cannot stand (the reasons are among ``problems``)."""
        before = len(self.problems)
        facts: dict[str, Any] = {}
        for column, cell in cells.items():
            value = self._value(number, column, cell)
            if value is not None:
                facts[column.key] = value
        province_id = facts.pop("province", self.here)
        folded = fold(facts.get("name", ""))[:LONGEST_FOLDED]
        if not folded:
            self._say(number, "name", "", _("Write the name of the enterprise."))
        self._check_code(number, facts)
        self._check_line(number, facts)
        if any(problem.level == ERROR for problem in self.problems[before:]):
            return None
        return Typed(number, facts, folded, province_id)

    def _value(self, number: int, column: Column, cell: Cell) -> Any:
        """The cell as the register keeps it; None where it is empty or wrong."""
        if cell.formula or cell.kind in {"error", "day", "percent"}:
            why = _(
                "The cell holds a formula, a day or an error. Write the words themselves, or paste values."
            )
            self._say(number, column.heading, str(cell.value), why)
            return None
        said = _said(cell)
        if not said:
            return None
        if column.holds is Holds.CODE:
            return self._code(number, cell, said)
        value, why = self._judged(column, said)
        if value is None:
            self._say(number, column.heading, said, why)
        return value

    def _judged(self, column: Column, said: str) -> tuple[Any, str]:
        """What the words mean in a column; None with the reason where they mean nothing."""
        if column.holds is Holds.YES_NO:
            word = fold(said)
            return (word in YES if word in YES | NO else None), _("Write Có or Không.")
        if column.holds is Holds.CHOICE:
            offered = ", ".join(words[0] for words in CHOICES[column.key].values())
            why = _("Write one of: %(choices)s.") % {"choices": offered}
            return SAID[column.key].get(fold(said)), why
        if column.holds is Holds.AREA:
            why = _("This is no province, present or former, that your department answers for.")
            return self.areas.get(fold(said)), why
        why = _("This is longer than %(limit)s characters.") % {"limit": column.limit}
        return (said if len(said) <= column.limit else None), why

    def _code(self, number: int, cell: Cell, said: str) -> str:
        """The tax code; one Excel took the leading noughts from gets them back where the check digit then fits."""
        code = tidy_tax_code(said)
        if cell.kind == "number" and code.isdigit() and SHORT - 2 <= len(code) < SHORT:
            whole = code.zfill(SHORT)
            if check(whole).problem is None:
                words = _("The nought at its beginning was missing and is put back: %(code)s.")
                self._say(number, "tax_code", said, words % {"code": whole}, WARNING)
                return whole
        return code

    def _check_code(self, number: int, facts: Mapping[str, Any]) -> None:
        code = facts.get("tax_code", "")
        if not code:
            return
        finding = check(code)
        # a personal number is nobody's but the household's: never written into a list of problems
        shown = code if finding.shape != "household" else f"{'*' * (LONG - 6)}{code[-6:]}"
        if finding.problem:
            self._say(number, "tax_code", shown, finding.problem)
        elif finding.warning:
            self._say(number, "tax_code", shown, finding.warning, WARNING)

    def _check_line(self, number: int, facts: Mapping[str, Any]) -> None:
        version, code = facts.get("vsic_version", ""), facts.get("vsic_code", "")
        if bool(version) != bool(code):
            why = _("Write the code together with its edition of VSIC: one code may mean two things.")
            self._say(number, "vsic_code", code or version, why)
        elif code and line_of(version, code) is None:
            why = _("This edition of VSIC has no line of business “%(code)s”.") % {"code": code}
            self._say(number, "vsic_code", code, why)

    def _say(self, number: int, column: str, said: str, why: str, level: str = ERROR) -> None:
        heading = HEADINGS.get(column, column)
        self.problems.append(Problem(number, heading, said[:SHOWN], why, level))


HEADINGS = {
    "tax_code": "Mã số thuế",
    "name": "Tên doanh nghiệp",
    "vsic_code": "Mã ngành chính",
}


def _said(cell: Cell) -> str:
    """The words of a cell in one line; a number without the noughts a spreadsheet adds."""
    if cell.kind == "truth":
        return "1" if cell.value else "0"
    if cell.kind == "number":
        return f"{cell.value:f}".rstrip("0").rstrip(".") if "." in f"{cell.value:f}" else f"{cell.value:f}"
    return " ".join(clean(str(cell.value)).split())
