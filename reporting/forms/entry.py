"""The whole form of a submission: what the unit owes, and what it adds."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from common.templatetags.components import Slip
from reporting.actions.content import (
    Content,
    DocumentEntry,
    FigureEntry,
    LineEntry,
    StatementEntry,
)
from reporting.completeness import line_name
from reporting.forms.owed import (
    ASKED_AMONG_MANY,
    FigureForm,
    FigurePart,
    HeadForm,
    LineForm,
    LinePart,
    is_asked_among_many,
    usual_nil_reason,
)
from reporting.forms.quiet import QuietForm
from reporting.forms.read import citation_of, document_row, figure_row, integrated_row, statement_row
from reporting.forms.rows import MOST_ROWS, Documents, Integrated, OwnFigures, Rows, Statements
from reporting.models import Attribution, DocumentSection, Figure, StatementKind, Submission, SubmissionLine
from reporting.queries.submissions import Beside, beside_figures

IGNORED = {"csrfmiddlewaretoken", "save", "add"}


class EntryForm:
    """The form of one submission (loaded in full), empty, filled from what is stored, or filled from a request."""

    def __init__(
        self, submission: Submission, data: QueryDict | None = None, *, has_files: bool = False
    ) -> None:
        self.submission = submission
        self.is_bound = data is not None
        self.has_files = has_files
        self.data = _tidy(data) if data is not None else None
        self.problems: list[str] = []
        self._digest = _digest(data) if data is not None else ""
        groups = list(submission.period.plan.programme.task_groups.all())
        beside = beside_figures(submission)
        stored = list(submission.lines.all())
        self.head = HeadForm(self.data, prefix="head", initial=self._head())
        self.lines = [
            self._line(line, beside) for line in stored if line.attribution == Attribution.PROGRAMME
        ]
        added = [line for line in stored if line.attribution == Attribution.INTEGRATED]
        self.integrated = self._rows(
            Integrated, "integrated", [integrated_row(x) for x in added], groups=groups
        )
        for at, form in enumerate(self.integrated.forms):
            figures = [f for x in added[at : at + 1] for f in x.figures.all()]
            form.own = self._rows(OwnFigures, f"integrated-{at}-own", [figure_row(f) for f in figures])
        documents = [document_row(d) for d in submission.issued_documents.all()]
        self.documents = self._rows(Documents, "documents", documents)
        said = list(submission.statements.all())
        self.statements = {
            kind: self._rows(
                Statements,
                kind.value,
                [statement_row(s) for s in said if s.kind == kind],
                groups=groups,
                kind=kind,
            )
            for kind in StatementKind
        }

    def hush(self, added: str = "") -> None:
        """Show what was typed without judging it; the keyboard goes to the last row of the part ``added``."""
        for form, _about in self._named_forms():
            form.hush()
        for rows in self._all_rows():
            rows.hush()
            if rows.prefix == added and rows.forms:
                rows.forms[-1].visible_fields()[0].field.widget.attrs["data-focus"] = ""

    def is_valid(self) -> bool:
        """Whether everything can be stored. Missing parts are no fault; see completeness for those."""
        if self.has_files:
            self.problems.append(_("A file was sent, but this form takes only text. Nothing was saved."))
        if self.head.is_bound and self.head.data.get("head-end") != "1":
            self.problems.append(_("The form did not arrive whole, so nothing was saved. Send it again."))
        checks = [self.head.is_valid(), *(part.check() for part in self.lines)]
        checks += [rows.is_valid() for rows in (self.integrated, self.documents, *self.statements.values())]
        checks += [self._figures_have_an_activity(form) for form in self.integrated.forms]
        return all(checks) and not self.problems

    @property
    def among_many(self) -> list[LinePart]:
        """The lines the unit owes only together with many others; they are shown short, after its own."""
        return [part for part in self.lines if part.is_among_many]

    @property
    def slips(self) -> list[Slip]:
        """Everything wrong, in the order of the page, with the place to go to."""
        found = [Slip(problem, "", "") for problem in self.problems]
        for form, about in self._named_forms():
            found += [Slip(str(message), about, "") for message in form.non_field_errors()]
            for field in form:
                label = f"{about}: {field.label}" if about else str(field.label)
                found += [Slip(str(message), label, field.id_for_label) for message in field.errors]
        return found

    @property
    def version(self) -> int:
        """The version the form was opened from. Only of a valid form."""
        return self.head.cleaned_data["version"]

    @property
    def digest(self) -> str:
        """A fingerprint of what was sent, to know the same form when it comes twice."""
        return self._digest

    def content(self) -> Content:
        """What the form says. Only of a valid form."""
        head = self.head.cleaned_data
        statements = [
            StatementEntry(kind=kind, **_without(row, "DELETE"))
            for kind, rows in self.statements.items()
            for row in rows.entries
        ]
        documents = [
            DocumentEntry(pk=row["pk"], section=DocumentSection(row["section"]), citation=citation_of(row))
            if not row["remove"]
            else DocumentEntry(pk=row["pk"], remove=True)
            for row in self.documents.entries
        ]
        return Content(
            is_nil=head["is_nil"],
            nil_reason=head["nil_reason"],
            lines=(*(_owed(part) for part in self.lines), *self._added()),
            documents=tuple(documents),
            statements=tuple(statements),
        )

    def _added(self) -> Iterator[LineEntry]:
        for form, row in zip(self.integrated.forms, self.integrated.rows, strict=True):
            if row is not None:
                figures = () if row["remove"] else tuple(_figures(form.own))
                yield LineEntry(**_without(row, "DELETE"), is_integrated=True, figures=figures)

    def _figures_have_an_activity(self, form: Any) -> bool:
        if form.cleaned_data.get("DELETE"):
            return True
        valid = form.own.is_valid()
        if valid and form.cleaned_data.get("remove", True) and any(not r["remove"] for r in form.own.entries):
            form.add_error("heading", _("Give the activity a heading: it has figures."))
            return False
        return valid

    def _head(self) -> dict[str, Any]:
        stored = self.submission
        facts = {"version": stored.version, "is_nil": stored.is_nil, "nil_reason": stored.nil_reason}
        if not stored.nil_reason and is_asked_among_many(stored):
            facts["nil_reason"] = usual_nil_reason(stored)
        return facts

    def _line(self, line: SubmissionLine, beside: dict[int, Beside]) -> LinePart:
        figures = list(line.figures.all())
        usual = usual_nil_reason(self.submission) if line.role in ASKED_AMONG_MANY else ""
        initial = {
            "narrative": line.narrative,
            "is_nil": line.is_nil,
            "nil_reason": line.nil_reason or usual,
        }
        return LinePart(
            line,
            LineForm(self.data, prefix=f"line-{line.pk}", initial=initial),
            [self._figure(f, beside.get(f.pk, Beside())) for f in figures if not f.is_own],
            self._rows(OwnFigures, f"own-{line.pk}", [figure_row(f) for f in figures if f.is_own]),
        )

    def _figure(self, figure: Figure, beside: Beside) -> FigurePart:
        initial = {"to_date": figure.to_date, "estimate": figure.estimate}
        form = FigureForm(self.data, prefix=f"figure-{figure.pk}", initial=initial, unit=figure.unit)
        return FigurePart(figure, form, beside)

    def _rows(self, rows: type[Rows], prefix: str, initial: list[dict[str, Any]], **kwargs: Any) -> Rows:
        if self.data is not None:
            for count in ("TOTAL_FORMS", "INITIAL_FORMS"):
                sent = self.data.get(f"{prefix}-{count}", "")
                self.data[f"{prefix}-{count}"] = (
                    str(min(int(sent), MOST_ROWS)) if sent.isascii() and sent.isdigit() else "0"
                )
        return rows(self.data, prefix=prefix, initial=initial, **kwargs)

    def _all_rows(self) -> Iterator[Rows]:
        yield from (part.own for part in self.lines)
        yield self.integrated
        yield from (form.own for form in self.integrated.forms)
        yield self.documents
        yield from self.statements.values()

    def _named_forms(self) -> Iterator[tuple[QuietForm, str]]:
        """Every form in the order of the page, with what it is about."""
        own, activity = _("added figure"), _("Activity under another plan")
        yield self.head, ""
        for part in self.lines:
            name = line_name(part.line)
            yield part.form, name
            yield from ((p.form, f"{name}, {p.figure.indicator}") for p in part.figures)
            yield from _numbered(part.own, f"{name}, {own}")
        for at, form in enumerate(self.integrated.forms, start=1):
            name = f"{activity} {at}"
            yield form, name
            yield from _numbered(form.own, f"{name}, {own}")
        yield from _numbered(self.documents, _("Document"))
        for kind, rows in self.statements.items():
            yield from _numbered(rows, str(kind.label))


def with_one_more_row(data: QueryDict, prefix: str) -> Any:
    """The same data with one more empty row in the part ``prefix``."""
    more = _tidy(data)
    sent = more.get(f"{prefix}-TOTAL_FORMS", "")
    more[f"{prefix}-TOTAL_FORMS"] = str(int(sent) + 1 if sent.isascii() and sent.isdigit() else 1)
    return more


def with_rest_nil(data: QueryDict, submission: Submission) -> Any:
    """The same data with "nothing happened" ticked in every line asked among many where nothing was typed."""
    filled = _tidy(data)
    for line in submission.lines.all():
        typed = [
            v
            for v in (filled.get(f"line-{line.pk}-narrative"), filled.get(f"own-{line.pk}-TOTAL_FORMS"))
            if v
        ]
        if line.role in ASKED_AMONG_MANY and typed in ([], ["0"]):
            filled[f"line-{line.pk}-is_nil"] = "on"
            if not (filled.get(f"line-{line.pk}-nil_reason") or "").strip():
                filled[f"line-{line.pk}-nil_reason"] = usual_nil_reason(submission)
    return filled


def _numbered(rows: Rows, name: str) -> Iterator[tuple[QuietForm, str]]:
    return ((form, f"{name} {at}") for at, form in enumerate(rows.forms, start=1))


def _owed(part: LinePart) -> LineEntry:
    owed = [FigureEntry(pk=p.figure.pk, **p.form.cleaned_data) for p in part.figures]
    return LineEntry(pk=part.line.pk, figures=(*owed, *_figures(part.own)), **part.form.cleaned_data)


def _figures(rows: Rows) -> list[FigureEntry]:
    return [FigureEntry(**_without(row, "DELETE")) for row in rows.entries]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _tidy(data: QueryDict) -> Any:
    """A copy that may be changed."""
    return MultiValueDict({key: list(values) for key, values in data.lists()})


def _digest(data: Any) -> str:
    """The fingerprint of what was typed, whatever button sent it."""
    typed = sorted((key, values) for key, values in data.lists() if key not in IGNORED)
    return hashlib.sha256(repr(typed).encode("utf-8", "surrogatepass")).hexdigest()
