"""From the archive to rows: the sheet with the headings, its columns, what every row says, and rows that say the same."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from common.vietnamese import fold
from common.workbook.cells import Cells, Part, Row
from common.workbook.parcel import damaged
from common.workbook.refused import Refused
from enterprises.documents.workbook.columns import BY_NAME, HEAD_WITHIN, MOST_ROWS, Column
from enterprises.documents.workbook.row import WARNING, Problem, Reader, Typed

Tell = Callable[[int, int, str], None]
BROKEN = (
    ParseError,
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    zlib.error,
    ArithmeticError,
)


@dataclass(frozen=True)
class Sheet:
    """What a workbook says: its rows that can stand, how many there are, and the problems."""

    rows: list[Typed]
    total: int
    problems: list[Problem]


def read_sheet(archive: zipfile.ZipFile, areas: Mapping[str, int], here: int) -> Sheet:
    """Read the first sheet that has the headings. Refused: no headings, too many rows, an archive that is broken."""
    try:
        cells = Cells(archive)
        for part in cells.sheets:
            found = _read(cells, part, Reader(areas, here))
            if found is not None:
                return _without_doubles(found)
    except BROKEN as broken:
        raise damaged() from broken
    raise Refused(
        "no_headings",
        _(
            "No sheet has the columns “Mã số thuế” and “Tên doanh nghiệp” within its first rows. Take the empty workbook "
            "from this page and copy your rows into it."
        ),
    )


def _read(cells: Cells, part: Part, reader: Reader) -> Sheet | None:
    columns: dict[int, Column] = {}
    rows: list[Typed] = []
    total = 0
    for row in cells.rows(part):
        if not isinstance(row, Row):
            break  # the merged ranges, after all rows
        if not columns:
            columns = _columns(row, reader)
            if not columns and row.number > HEAD_WITHIN:
                return None
            continue
        held = {columns[at]: cell for at, cell in row.cells.items() if at in columns}
        if not held:
            continue
        total += 1
        if total > MOST_ROWS:
            raise Refused(
                "too_many_rows",
                _("The sheet has more than %(most)s rows. Split it into several workbooks."),
                most=MOST_ROWS,
            )
        typed = reader.typed(row.number, held)
        if typed is not None:
            rows.append(typed)
    return Sheet(rows, total, reader.problems) if columns else None


def _columns(row: Row, reader: Reader) -> dict[int, Column]:
    """The columns of a row of headings; nothing where it is none. Headings nobody knows are told about."""
    named = {at: fold(str(cell.value)) for at, cell in row.cells.items() if cell.kind == "words"}
    known = {at: BY_NAME[name] for at, name in named.items() if name in BY_NAME}
    keys = [column.key for column in known.values()]
    if not {"tax_code", "name"} <= set(keys):
        return {}
    for at, name in named.items():
        if at in known and keys.count(known[at].key) > 1:
            raise Refused(
                "double_heading",
                _("The column “%(heading)s” stands in the sheet twice. Take one away."),
                heading=known[at].heading,
            )
        if at not in known:
            words = _("The register has no such column; it is left aside.")
            reader.problems.append(
                Problem(row.number, str(row.cells[at].value)[:80], name[:80], words, WARNING)
            )
    return known


def _without_doubles(sheet: Sheet) -> Sheet:
    """The rows of which no earlier one speaks: by tax code, and by name where one of the two has no code."""
    by_code: dict[str, int] = {}
    by_name: dict[tuple[int, str], tuple[int, bool]] = {}
    kept: list[Typed] = []
    problems = list(sheet.problems)
    for row in sheet.rows:
        place = (row.province_id, row.folded)
        earlier = by_code.get(row.code) if row.code else None
        namesake = by_name.get(place)
        if earlier is None and namesake is not None and not (row.code and namesake[1]):
            earlier = namesake[0]
        if earlier is not None:
            words = _("Row %(row)s speaks of the same enterprise. Keep one of the two.") % {"row": earlier}
            problems.append(Problem(row.number, "", row.facts["name"][:80], words))
            continue
        if row.code:
            by_code[row.code] = row.number
        by_name.setdefault(place, (row.number, bool(row.code)))
        kept.append(row)
    return Sheet(kept, sheet.total, problems)
