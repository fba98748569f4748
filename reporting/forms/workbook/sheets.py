"""Sheet by sheet: which row of the workbook belongs to which row of the form."""

from django.utils.translation import gettext as _

from common.workbook.cells import Row
from reporting.documents.workbook.layout import DOCUMENTS, FIGURES, INTEGRATED, LINES, STATEMENTS
from reporting.forms.workbook.book import Table
from reporting.forms.workbook.typed import Unreadable, plain, typed
from reporting.forms.workbook.writing import Writing

MOST_ROWS = 60  # rows of one part, as on the entry page
OWN_FIGURE = ("indicator", "unit", "precision", "to_date", "estimate")
ACTIVITY = ("heading", "national_group", "narrative", "host")
DOCUMENT = ("kind", "number_and_symbol", "issued_on", "issuer_text", "abstract", "section")
STATEMENT = ("text", "cause", "addressee", "national_group")
ASKED = {
    "assessment": {"text"},
    "obstacle": {"text", "cause", "addressee"},
    "orientation": {"text"},
    "solution": {"text", "national_group"},
    "proposal": {"text", "addressee"},
}


def write_sheets(writing: Writing) -> None:
    """Send every sheet of the form to its fields. Activities before figures, which may stand behind a new one."""
    tables = writing.book.tables
    new_activities = _activities(writing, tables[INTEGRATED.mark]) if INTEGRATED.mark in tables else {}
    if LINES.mark in tables:
        _lines(writing, tables[LINES.mark])
    if FIGURES.mark in tables:
        _figures(writing, tables[FIGURES.mark], new_activities)
    if DOCUMENTS.mark in tables:
        _documents(writing, tables[DOCUMENTS.mark])
    if STATEMENTS.mark in tables:
        _statements(writing, tables[STATEMENTS.mark])


def _lines(writing: Writing, table: Table) -> None:
    for row in table.rows:
        filled = writing.known(table, row)
        if filled:
            writing.write(table, row, filled, str(filled.shown["code"] or filled.shown["title"]))
        elif not writing.id_of(table, row):
            _no_new_rows(writing, table, row)


def _activities(writing: Writing, table: Table) -> dict[str, str]:
    """Existing and new activities under other plans; id of a spare row → prefix of the new activity."""
    spare: dict[str, str] = {}
    for row in table.rows:
        filled = writing.known(table, row)
        if filled:
            writing.write(table, row, filled, str(filled.shown["code"]))
            continue
        row_id = writing.id_of(table, row)
        if row_id and not row_id.startswith("N"):
            continue
        code = plain(table.cell(row, "code")) if "code" in table.columns else ""
        if writing.says_anything(table, row):
            prefix = next_row(writing, table, row, "integrated")
            if prefix:
                writing.add(table, row, prefix, ACTIVITY, code)
                spare[row_id] = prefix
    return spare


def _figures(writing: Writing, table: Table, activities: dict[str, str]) -> None:
    for row in table.rows:
        filled = writing.known(table, row)
        if filled:
            writing.write(table, row, filled, f"{filled.shown['line']}: {filled.value('indicator')}")
        elif not writing.id_of(table, row) and writing.says_anything(table, row):
            owner = _choice(writing, table, row, "line")
            prefix = _own_prefix(writing, owner, activities) if owner else ""
            if owner and not prefix:
                _no_activity(writing, table, row)
            elif owner:
                at = next_row(writing, table, row, prefix)
                if at:
                    writing.add(table, row, at, OWN_FIGURE, plain(table.cell(row, "line")))


def _own_prefix(writing: Writing, owner: str, activities: dict[str, str]) -> str:
    """The part that takes the figures of a line or activity."""
    if owner.startswith("L"):
        return f"own-{owner[1:]}"
    if owner.startswith("G"):
        filled = writing.rows.get(owner)
        return f"{filled.prefix}-own" if filled else ""
    found = activities.get(owner)
    return f"{found}-own" if found else ""


def _documents(writing: Writing, table: Table) -> None:
    for row in table.rows:
        filled = writing.known(table, row)
        name = plain(table.cell(row, "number_and_symbol")) if "number_and_symbol" in table.columns else ""
        if filled:
            writing.write(table, row, filled, name)
        elif not writing.id_of(table, row) and writing.says_anything(table, row):
            prefix = next_row(writing, table, row, "documents")
            if prefix:
                writing.data[f"{prefix}-kind"], writing.data[f"{prefix}-section"] = "letter", "management"
                writing.add(table, row, prefix, set(DOCUMENT) - _left_to_default(table, row), name)


def _left_to_default(table: Table, row: Row) -> set[str]:
    """Choices left empty in a new row, which the page would show with its usual value."""
    return {key for key in ("kind", "section") if key not in table.columns or table.cell(row, key).is_blank}


def _statements(writing: Writing, table: Table) -> None:
    for row in table.rows:
        filled = writing.known(table, row)
        if filled:
            kind = filled.prefix.rpartition("-")[0]
            _check_asked(writing, table, row, kind)
            writing.write(table, row, filled, str(filled.shown["kind"]))
        elif not writing.id_of(table, row) and writing.says_anything(table, row):
            kind = _choice(writing, table, row, "kind")
            prefix = next_row(writing, table, row, kind) if kind else ""
            if prefix:
                _check_asked(writing, table, row, kind)
                writing.add(table, row, prefix, ASKED[kind], plain(table.cell(row, "kind")))


def _check_asked(writing: Writing, table: Table, row: Row, kind: str) -> None:
    for key in sorted(set(STATEMENT) - ASKED[kind]):
        if key in table.columns and not table.cell(row, key).is_blank:
            writing.tell(table, row, key, "not_asked",
                _("Something stands in a column this kind of statement does not have."),
                _("It would be lost."),
                _("Move it into the text, or choose the kind it belongs to."))  # fmt: skip


def _choice(writing: Writing, table: Table, row: Row, key: str) -> str:
    """What was chosen in a column a new row cannot do without; "" once the problem is told."""
    column = table.sheet.column(key)
    if column is None or key not in table.columns:
        return ""
    cell = table.cell(row, key)
    try:
        found = typed(cell, column, writing.filled.choices)
    except Unreadable as no:
        writing.tell(
            table, row, key, no.code, _("Column “%(heading)s”") % {"heading": column.heading}, no.why, no.how
        )
        return ""
    if not found:
        writing.tell(table, row, key, "required",
            _("Column “%(heading)s”, empty") % {"heading": column.heading},
            _("Without it the portal does not know where the row belongs."),
            _("Choose from the list of the column, or empty the whole row."))  # fmt: skip
    return found


def next_row(writing: Writing, table: Table, row: Row, part: str) -> str:
    """The prefix of one more row of ``part``; "" where no more fit, which is told."""
    if part in writing.filled.closed:
        writing.tell(table, row, "id", "closed_part", _("This row was added."),
            _("This part of the form is closed; DOST opened other parts."),
            _("Empty the row, or ask DOST to open this part."))  # fmt: skip
        return ""
    at = int(writing.data.get(f"{part}-TOTAL_FORMS", "0"))
    if at >= MOST_ROWS:
        writing.tell(table, row, "id", "too_many",
            _("Too many rows of this kind."),
            _("The form takes at most %(most)s of them.") % {"most": MOST_ROWS},
            _("Put several into one row, or leave out the less important ones."))  # fmt: skip
        return ""
    writing.data[f"{part}-TOTAL_FORMS"] = str(at + 1)
    writing.data.setdefault(f"{part}-INITIAL_FORMS", "0")
    return f"{part}-{at}"


def _no_new_rows(writing: Writing, table: Table, row: Row) -> None:
    if writing.says_anything(table, row):
        writing.tell(table, row, "id", "row_new",
            _("A row was added to a sheet that takes none."),
            _("The portal decides which tasks a unit reports about."),
            _("Type into the row of the task, or report it in the sheet “%(sheet)s”.") % {"sheet": INTEGRATED.name})  # fmt: skip


def _no_activity(writing: Writing, table: Table, row: Row) -> None:
    writing.tell(table, row, "line", "no_activity",
        _("The figure names an activity that has no heading yet."),
        _("Figures need an activity or task they belong to."),
        _("Fill in the row of that code in the sheet “%(sheet)s”.") % {"sheet": INTEGRATED.name})  # fmt: skip
