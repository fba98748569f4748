"""What stands in a form today, row by row as the workbook shows it. Values come from the entry page's own forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation

from reporting.documents.workbook.layout import (
    DOCUMENTS,
    FIGURES,
    INTEGRATED,
    LINES,
    REMOVE,
    SHEETS,
    STATEMENTS,
)
from reporting.documents.workbook.seal import Seal
from reporting.forms.entry import EntryForm
from reporting.forms.owed import FigurePart, LinePart
from reporting.forms.rows import Rows
from reporting.forms.workbook.choices import Choices, fixed_choices, short
from reporting.forms.workbook.filled_row import Filled
from reporting.forms.workbook.record_rows import filled_records
from reporting.models import CountedAs, SubmissionLine

HEAD = "H"
WHOLE_FORM = "Toàn bộ phiếu"


@dataclass
class FilledBook:
    """All rows by mark of their sheet, the lists to choose from, the seal over it.

    ``closed`` names what DOST did not open: lines and figures by id, parts of the form by prefix.
    """

    rows: dict[str, list[Filled]]
    choices: dict[str, Choices]
    seal: Seal
    closed: frozenset[str] = frozenset()

    def by_id(self) -> dict[str, Filled]:
        """Every row by its id."""
        return {row.id: row for rows in self.rows.values() for row in rows}


def filled_book(entry: EntryForm) -> FilledBook:
    """The rows of an unbound entry form, and of the records of its submission."""
    with translation.override("vi"):
        rows: dict[str, list[Filled]] = {sheet.mark: [] for sheet in SHEETS}
        lines, figures, closed = _owed(entry, rows)
        lines |= _activities(entry, rows)
        documents = (
            _own(f"D{f.initial['pk']}", f, {}, is_open=entry.parts.documents) for f in entry.documents.forms
        )
        rows[DOCUMENTS.mark] = list(documents)
        rows[STATEMENTS.mark] = list(_statements(entry))
        closed |= _closed_parts(entry)
        if not entry.parts.integrated:
            closed |= {key for key in lines if key.startswith("G")}
        rows |= filled_records(entry.submission, lines | figures, closed)
        spare = {f"N{at}": f"LG{len(entry.integrated.forms) + at}" for at in range(1, INTEGRATED.spare + 1)}
        groups = entry.submission.period.plan.programme.task_groups.all()
        choices = fixed_choices() | {
            "lines": Choices(lines | spare),
            "record_lines": Choices(lines),
            "figures": Choices(_enterprise_figures(entry, figures)),
            "groups": Choices({str(group.pk): short(group.code, group.title) for group in groups}),
        }
    return FilledBook(rows, choices, _seal(entry, rows), frozenset(closed))


def _owed(entry: EntryForm, rows: dict[str, list[Filled]]) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Fill in what is owed; labels of lines and of figures by id, and the ids of those that are closed."""
    codes = line_codes(entry)
    lines: dict[str, str] = {}
    figures: dict[str, str] = {}
    closed: set[str] = set()
    rows[LINES.mark].append(_head(entry))
    for part in entry.lines:
        key, code = f"L{part.line.pk}", codes[part.line.pk]
        lines[key] = short(code, title_of(part.line))
        figures |= {f"F{f.pk}": short(code, f"{f.indicator} ({f.pk})") for f in part.line.figures.all()}
        closed |= set() if part.is_open else {key, *(f"F{f.pk}" for f in part.line.figures.all())}
        rows[LINES.mark].append(_line(part, code))
        rows[FIGURES.mark] += _figures(part, lines[key])
    return lines, figures, closed


def _activities(entry: EntryForm, rows: dict[str, list[Filled]]) -> dict[str, str]:
    """Fill in the activities under other plans; their labels by id."""
    labels: dict[str, str] = {}
    is_open = entry.parts.integrated
    for at, form in enumerate(entry.integrated.forms, start=1):
        key, code = f"G{form.initial['pk']}", f"LG{at}"
        labels[key] = short(code, form.initial["heading"])
        rows[INTEGRATED.mark].append(_own(key, form, {"code": code}, is_open=is_open))
        rows[FIGURES.mark] += _own_figures(form.own, labels[key], is_open=is_open)
    return labels


def _enterprise_figures(entry: EntryForm, labels: dict[str, str]) -> dict[str, str]:
    """The figures that count enterprises, or already name some."""
    figures = (f for line in entry.submission.lines.all() for f in line.figures.all())
    wanted = {f"F{f.pk}" for f in figures if f.counted_as == CountedAs.ENTERPRISES}
    return {key: label for key, label in labels.items() if key in wanted}


def _closed_parts(entry: EntryForm) -> set[str]:
    """The parts to which no row may be added now."""
    shut = [part.own for part in entry.lines if not part.is_open]
    if not entry.parts.integrated:
        shut += [entry.integrated, *(form.own for form in entry.integrated.forms)]
    if not entry.parts.documents:
        shut.append(entry.documents)
    if not entry.parts.statements:
        shut += entry.statements.values()
    return {str(rows.prefix) for rows in shut}


def line_codes(entry: EntryForm) -> dict[int, str]:
    """Line id → a code by which people name it, each once."""
    found: dict[int, str] = {}
    for part in entry.lines:
        line = part.line
        code = line.task.code if line.task else line.national_group.code if line.national_group else ""
        found[part.line.pk] = code if code not in found.values() else f"{code} ({line.pk})"
    return found


def title_of(line: SubmissionLine) -> str:
    """The enacted words of what is reported about."""
    return line.task.title if line.task else str(line)


def _seal(entry: EntryForm, rows: dict[str, list[Filled]]) -> Seal:
    submission = entry.submission
    return Seal(
        submission=submission.pk,
        period=submission.period_id,
        unit=submission.organisation_id,
        edition=submission.edition,
        ids=tuple(row.id for found in rows.values() for row in found),
    )


def _head(entry: EntryForm) -> Filled:
    shown = {"code": "", "title": WHOLE_FORM, "role": "", "earlier": "", "narrative": ""}
    return Filled(HEAD, entry.head, shown, frozenset({"is_nil", "nil_reason"}), entry.parts.whole)


def _line(part: LinePart, code: str) -> Filled:
    shown = {
        "code": code,
        "title": title_of(part.line),
        "role": str(part.line.get_role_display()),
        "earlier": part.earlier.text if part.earlier else "",
    }
    return Filled(
        f"L{part.line.pk}", part.form, shown, frozenset({"narrative", "is_nil", "nil_reason"}), part.is_open
    )


def _figures(part: LinePart, label: str) -> Iterator[Filled]:
    for figure in part.figures:
        yield _figure(figure, part, label)
    yield from _own_figures(part.own, label, is_open=part.is_open)


def _figure(figure: FigurePart, part: LinePart, label: str) -> Filled:
    stored = figure.figure
    shown = {
        "line": label,
        "title": title_of(part.line),
        "indicator": stored.indicator,
        "unit": stored.unit,
        "precision": str(stored.get_precision_display()),
        "target": figure.beside.target,
        "annual": figure.beside.annual,
        "last_year": figure.beside.last_year,
        "counted": getattr(stored, "counted", None),  # figures loaded with their counts have it
        REMOVE: "",
    }
    inputs = {"to_date", "estimate", "typed_reason"} & set(figure.form.fields)
    shown |= {"typed_reason": ""} if "typed_reason" not in inputs else {}
    return Filled(f"F{stored.pk}", figure.form, shown, frozenset(inputs), part.is_open)


def _own_figures(own: Rows, label: str, *, is_open: bool) -> Iterator[Filled]:
    for form in own.forms:
        yield _own(f"O{form.initial['pk']}", form, {"line": label}, is_open=is_open)


def _own(row_id: str, form: forms.Form, shown: dict[str, Any], *, is_open: bool) -> Filled:
    """A row the unit may change as a whole, and take away."""
    fields = {name for name, field in form.fields.items() if not field.widget.is_hidden}
    inputs = (fields - set(shown)) | {REMOVE}
    return Filled(row_id, form, shown, frozenset(inputs), is_open)


def _statements(entry: EntryForm) -> Iterator[Filled]:
    for kind, rows in entry.statements.items():
        for form in rows.forms:
            shown = {"kind": str(kind.label)}
            yield _own(f"S{form.initial['pk']}", form, shown, is_open=entry.parts.statements)
