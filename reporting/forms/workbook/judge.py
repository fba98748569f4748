"""The dry run: everything wrong with a workbook at once, and what taking it over would change."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from common.workbook.cells import letters
from reporting.actions.record_rows import RecordEntry
from reporting.documents.workbook.layout import BY_MARK, FIRST_ROW, REMOVE, TEMPLATE
from reporting.documents.workbook.seal import Seal
from reporting.forms.entry import EntryForm
from reporting.forms.workbook.book import Book, Table, read_book
from reporting.forms.workbook.change import Change
from reporting.forms.workbook.filled import FilledBook, filled_book
from reporting.forms.workbook.problem import ERROR, WARNING, Problem
from reporting.forms.workbook.records import Records
from reporting.forms.workbook.sheets import write_sheets
from reporting.forms.workbook.typed import short
from reporting.forms.workbook.unchanged import forms_of, unchanged, words_of
from reporting.forms.workbook.writing import Place, Writing
from reporting.models import Submission


@dataclass
class Judgement:
    """``entry`` is the bound entry form, whose content may be saved if ``is_right``; None where the file is another's."""

    problems: list[Problem]
    changes: list[Change] = field(default_factory=list)
    entry: EntryForm | None = None
    records: list[RecordEntry] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """What stands against taking the workbook over."""
        return [problem for problem in self.problems if problem.level == ERROR]

    @property
    def is_right(self) -> bool:
        """Whether it may be taken over."""
        return self.entry is not None and not self.errors


def judge(submission: Submission, archive: zipfile.ZipFile) -> Judgement:
    """Read the workbook of a submission (in full). Refused where the file cannot be read as one of the portal."""
    book = read_book(archive)
    stored = EntryForm(submission)
    filled = filled_book(stored)
    whose = _whose(book, filled.seal, submission)
    if whose is not None:
        return Judgement([whose])
    writing = Writing(book, filled, unchanged(stored))
    write_sheets(writing)
    records = Records(submission, writing).read()
    entry = EntryForm(submission, writing.data)
    entry.is_valid()
    problems = [*_stale(book, filled), *book.problems, *_shape(book), *writing.problems]
    problems += [*_gone(writing), *_faults(entry, writing)]
    changes = [*_changes(entry, writing), *records.changes]
    return Judgement(in_order(problems, book), changes, entry, records.entries)


def in_order(problems: Iterable[Problem], book: Book) -> list[Problem]:
    """Errors and warnings in the order of sheets and cells."""
    sheets = [table.name for table in book.tables.values()]

    def place(problem: Problem) -> tuple[int, int, str]:
        at = (
            sheets.index(problem.sheet)
            if problem.sheet in sheets
            else -1
            if not problem.sheet
            else len(sheets)
        )
        row = re.sub(r"\D", "", problem.cell)
        return at, int(row or 0), problem.cell

    return sorted(problems, key=place)


def _whose(book: Book, ours: Seal, submission: Submission) -> Problem | None:
    """Why nothing in the workbook can belong to this form."""
    theirs = book.seal
    again = _("Download the workbook of this form and copy your entries into it.")
    if theirs.template != TEMPLATE:
        what, why = _("The workbook follows an older template."), _("Its columns are not those of today.")
        return Problem(code="old_template", what=what, why=why, how=again)
    if not book.is_ours:
        what = _("The hidden sheet of the workbook was changed, or it comes from another portal.")
        why = _("Its seal does not fit, so the portal cannot tell which row belongs to what.")
        return Problem(code="seal", what=what, why=why, how=again)
    if theirs.unit != ours.unit:
        what = _("This is the workbook of another unit.")
        why = _("Here the form of %(unit)s is filled in.") % {"unit": submission.organisation}
        return Problem(
            code="wrong_unit", what=what, why=why, how=_("Send it on the page of the unit it belongs to.")
        )
    if theirs.period != ours.period or theirs.submission != ours.submission:
        what = _("This is the workbook of another period.")
        why = _("Here the form “%(period)s” is filled in.") % {"period": submission.period.name}
        return Problem(code="wrong_period", what=what, why=why, how=again)
    return None


def _stale(book: Book, filled: FilledBook) -> Iterator[Problem]:
    if book.seal.edition != filled.seal.edition:
        yield Problem(
            code="stale",
            what=_("The form was changed in the portal after this workbook had been downloaded."),
            why=_("Taking it over would undo what was entered meanwhile."),
            how=_("Download the workbook again and copy your entries into it. This file is kept and can be taken from this page."),
        )  # fmt: skip


def _shape(book: Book) -> Iterator[Problem]:
    """Merged cells, which hide values, and hidden rows, which hide themselves."""
    for table in book.tables.values():
        yield from _merged(table)
        hidden = [row for row in table.rows if row.hidden and row.number >= FIRST_ROW]
        if hidden:
            yield Problem(
                code="rows_hidden", sheet=table.name, cell=f"A{hidden[0].number}", level=WARNING,
                what=_("%(count)s rows are hidden.") % {"count": len(hidden)},
                why=_("What stands in them is read all the same."),
                how=_("Show them and look through them before you confirm."),
            )  # fmt: skip


def _merged(table: Table) -> Iterator[Problem]:
    inputs = {table.columns[c.key] for c in table.sheet.columns if c.is_input and c.key in table.columns}
    rows = {row.number for row in table.rows}
    for first_row, last_row, first, last in table.merged:
        if inputs & set(range(first, last + 1)) and rows & set(
            range(first_row, min(last_row, first_row + 5000) + 1)
        ):
            yield Problem(
                code="merged", sheet=table.name, cell=f"{letters(first)}{first_row}",
                what=_("Cells are merged here: %(range)s.") % {"range": f"{letters(first)}{first_row}:{letters(last)}{last_row}"},
                why=_("The portal cannot know for which of the rows or columns the value is meant."),
                how=_("Unmerge the cells and fill in each of them."),
            )  # fmt: skip


def _gone(writing: Writing) -> Iterator[Problem]:
    """Rows of the form that the workbook no longer has."""
    for mark, rows in writing.filled.rows.items():
        table = writing.book.tables.get(mark)
        gone = [row for row in rows if row.id not in writing.seen] if table else []
        if table and gone:
            yield Problem(
                code="rows_gone", sheet=table.name, level=WARNING,
                what=_("%(count)s rows of the form are missing here.") % {"count": len(gone)},
                why=_("They stay in the portal as they are: a row is taken away only on purpose."),
                how=_("To take a row away, choose “%(yes)s” in its column “%(column)s”.") % {"yes": "Có", "column": _removal(mark)},
            )  # fmt: skip


def _removal(mark: str) -> str:
    column = BY_MARK[mark].column(REMOVE)
    return column.heading if column else "—"


def _faults(entry: EntryForm, writing: Writing) -> Iterator[Problem]:
    """What the fields of the entry page say, at the cells they were read from."""
    for problem in entry.problems:
        yield Problem(code="form", what=_("The form as a whole"), why=problem)
    for form in forms_of(entry):
        yield from faults_of(form, writing.places)


def faults_of(form: forms.Form, places: dict[str, Place]) -> Iterator[Problem]:
    """The errors of one form at the cells they were read from."""
    for name, errors in form.errors.as_data().items():
        html_name = form.add_prefix(name)
        place = places.get(html_name) or next(
            (place for key, place in places.items() if key.startswith(f"{form.prefix}-")), None
        )
        sent = form[name].data if name in form.fields else ""
        for error in errors:
            yield from (
                _fault(place, error.code or "invalid", why, str(sent or "")) for why in error.messages
            )


def _fault(place: Place | None, code: str, message: str, sent: str) -> Problem:
    if place is None:
        return Problem(code=code, what=_("The form as a whole"), why=message)
    heading = place.heading if not place.row else f"{place.row}, {place.heading}"
    what = _("Column “%(heading)s”: “%(typed)s”") if sent else _("Column “%(heading)s”, empty")
    return Problem(
        code=code,
        sheet=place.sheet,
        cell=place.cell,
        what=what % {"heading": heading, "typed": short(sent)},
        why=message,
        how=_("Correct the cell and send the workbook again."),
    )


def _changes(entry: EntryForm, writing: Writing) -> Iterator[Change]:
    for form in forms_of(entry):
        if form.is_bound:  # parts that are not open are never bound
            yield from changes_of(form, writing.places)


def changes_of(form: forms.Form, places: dict[str, Place]) -> Iterator[Change]:
    """The fields of one form that say something else than what is stored; a row taken away is one change."""
    removed = REMOVE in form.fields and bool(form[REMOVE].data)
    for bound in form:
        place = places.get(bound.html_name)
        if place is None or (removed and bound.name != REMOVE):
            continue
        if bound.field.has_changed(bound.initial, bound.data):
            yield Change(
                sheet=place.sheet,
                cell=place.cell,
                row=place.row,
                column=place.heading,
                before=_in_words(bound, bound.initial),
                after=_in_words(bound, bound.data),
            )


def _in_words(bound: BoundField, value: object) -> str:
    """A value as the page shows it; "" where nothing is reported."""
    text = words_of(value, bound.field) or ""
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if text else _("No")
    choices = getattr(bound.field, "choices", None)
    if choices and text:
        return str({str(key): label for key, label in choices}.get(text, text))
    return text
