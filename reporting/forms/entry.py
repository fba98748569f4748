"""The whole form of a submission: what the unit owes, and what it adds."""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.datastructures import MultiValueDict
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from common.fields import digits
from common.quiet import QuietForm
from common.sent import digest_of, tidy
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
from reporting.forms.read import citation_of, document_row, figure_row, integrated_row, statement_row
from reporting.forms.rows import MOST_IN_ALL, MOST_ROWS, Documents, Integrated, OwnFigures, Rows, Statements
from reporting.models import (
    Attribution,
    DocumentSection,
    Figure,
    Part,
    StatementKind,
    Submission,
    SubmissionLine,
)
from reporting.queries.beside import Beside, beside_figures
from reporting.queries.carry_over import earlier_texts
from reporting.queries.evidence import files_of
from reporting.queries.look_alikes import look_alikes
from reporting.queries.parts import open_parts
from reporting.queries.proposals import Raised, raised_last_year


class EntryForm:
    """The form of one submission (loaded in full), empty, filled from what is stored, or filled from a request.

    Parts DOST did not send back show what is stored, whatever is sent, and are left out of ``content``. ``token``
    names the page (see ``token_for``).
    """

    def __init__(
        self,
        submission: Submission,
        data: MultiValueDict[str, Any] | None = None,
        *,
        token: str = "",
        has_files: bool = False,
    ) -> None:
        self.submission = submission
        self.is_bound = data is not None
        self.has_files = has_files
        self.data = tidy(data) if data is not None else None
        self.problems: list[str] = []
        self._room = MOST_IN_ALL
        self.digest = digest_of(data) if data is not None else ""
        self.parts = open_parts(submission)
        self.earlier = earlier_texts(submission)
        self.files = files_of(submission)
        self._groups = list(submission.period.plan.programme.task_groups.all())
        self.head = HeadForm(self.data, prefix="head", initial=self._head(token))
        stored = list(submission.lines.all())
        self.lines = [self._line(line) for line in stored if line.attribution == Attribution.PROGRAMME]
        self.integrated = self._activities([x for x in stored if x.attribution == Attribution.INTEGRATED])
        documents = [document_row(d) for d in submission.issued_documents.all()]
        self.documents = self._rows(Documents, "documents", documents, is_open=self.parts.documents)
        self._mark_look_alikes()
        self.statements = {kind: self._statements(kind) for kind in StatementKind}

    def hush(self, added: str = "") -> None:
        """Show what was typed without judging it; the keyboard goes to the last row of the part ``added``."""
        for form, _about in self.named_forms():
            form.hush()
        for rows in self.all_rows():
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
        parts = (self.integrated, self.documents, *self.statements.values())
        checks += [rows.is_valid() for rows in parts if rows.is_bound]
        checks += [self._figures_have_an_activity(form) for form in self.integrated.forms if form.is_bound]
        return all(checks) and not self.problems

    @property
    def among_many(self) -> list[LinePart]:
        """The lines the unit owes only together with many others; they are shown short, after its own."""
        return [part for part in self.lines if part.is_among_many]

    @property
    def slips(self) -> list[Slip]:
        """Everything wrong, in the order of the page, with the place to go to."""
        found = [Slip(problem, "", "") for problem in self.problems]
        for form, about in self.named_forms():
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
    def token(self) -> str:
        """The name of the page, as it was opened or as it came back."""
        return str(self.head["form"].value() or "")

    def content(self) -> Content:
        """What the form says of the parts that are open. Only of a valid form."""
        head = self.head.cleaned_data
        statements = [
            StatementEntry(kind=kind, **_without(row, "DELETE"))
            for kind, rows in self.statements.items()
            for row in rows.entries
        ]
        documents = [
            DocumentEntry(
                pk=row["pk"],
                key=row["key"],
                section=DocumentSection(row["section"]),
                citation=citation_of(row),
            )
            if not row["remove"]
            else DocumentEntry(pk=row["pk"], remove=True)
            for row in self.documents.entries
        ]
        stored = self.submission
        return Content(
            is_nil=head["is_nil"] if self.parts.whole else stored.is_nil,
            nil_reason=head["nil_reason"] if self.parts.whole else stored.nil_reason,
            lines=(*(_owed(part) for part in self.lines if part.is_open), *self._added()),
            documents=tuple(documents),
            statements=tuple(statements),
        )

    def _added(self) -> Iterator[LineEntry]:
        if not self.integrated.is_bound:
            return
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

    def _head(self, token: str) -> dict[str, Any]:
        stored = self.submission
        facts = {"version": stored.version, "is_nil": stored.is_nil, "nil_reason": stored.nil_reason}
        if not stored.nil_reason and is_asked_among_many(stored):
            facts["nil_reason"] = usual_nil_reason(stored)
        return {**facts, "form": token}

    def _line(self, line: SubmissionLine) -> LinePart:
        figures = list(line.figures.all())
        usual = usual_nil_reason(self.submission) if line.role in ASKED_AMONG_MANY else ""
        initial = {
            "narrative": line.narrative,
            "is_nil": line.is_nil,
            "nil_reason": line.nil_reason or usual,
        }
        is_open = self.parts.line(line.pk)
        own = [figure_row(f) for f in figures if f.is_own]
        return LinePart(
            line,
            LineForm(self.data if is_open else None, prefix=f"line-{line.pk}", initial=initial),
            [self._figure(f, is_open=is_open) for f in figures if not f.is_own],
            self._rows(OwnFigures, f"own-{line.pk}", own, is_open=is_open),
            is_open=is_open,
            reason=self.parts.reason_for(Part.LINE, line.pk),
            earlier=self.earlier.get(line.pk),
            files=self.files.get((line.pk, None), 0),
        )

    def _figure(self, figure: Figure, *, is_open: bool) -> FigurePart:
        initial = {name: getattr(figure, name) for name in ("to_date", "estimate", "typed_reason")}
        data = self.data if is_open else None
        form = FigureForm(data, prefix=f"figure-{figure.pk}", initial=initial, figure=figure)
        files = self.files.get((figure.line_id, figure.pk), 0)
        beside = cast("Beside", SimpleLazyObject(lambda: self._beside.get(figure.pk, Beside())))
        figure.beside = beside  # type: ignore[attr-defined] # for a line that is only read
        return FigurePart(figure, form, beside, files)

    def _activities(self, lines: list[SubmissionLine]) -> Rows:
        is_open = self.parts.integrated
        rows = self._rows(
            Integrated,
            "integrated",
            [integrated_row(x) for x in lines],
            is_open=is_open,
            groups=self._groups,
        )
        for at, form in enumerate(rows.forms):
            figures = [figure_row(f) for x in lines[at : at + 1] for f in x.figures.all()]
            form.own = self._rows(OwnFigures, f"integrated-{at}-own", figures, is_open=is_open)
        return rows

    def _statements(self, kind: StatementKind) -> Rows:
        said = [statement_row(s) for s in self.submission.statements.all() if s.kind == kind]
        is_open = self.parts.statements
        rows = self._rows(Statements, kind.value, said, is_open=is_open, groups=self._groups, kind=kind)
        rows.raised_before = cast("list[Raised]", SimpleLazyObject(lambda: self._raised_before(kind, rows)))
        return rows

    def _raised_before(self, kind: StatementKind, rows: Rows) -> list[Raised]:
        found = self._raised.get(kind, [])
        for before in found:
            before.again = any(
                str(form["carried_from"].value()) == str(before.statement.pk) for form in rows.forms
            )
        return found

    # What is shown and never saved is asked for when a page shows it: most forms that arrive save themselves.
    @cached_property
    def _beside(self) -> dict[int, Beside]:
        return beside_figures(self.submission)

    @cached_property
    def _raised(self) -> dict[str, list[Raised]]:
        return raised_last_year(self.submission)

    def _mark_look_alikes(self) -> None:
        """Beside each stored document: what of the register looks like it."""
        stored = list(self.submission.issued_documents.all())
        alikes = look_alikes(stored, self.submission.period.plan.province_id)
        for form, issued in zip(self.documents.forms, stored, strict=False):
            if str(form["pk"].value()) == str(issued.pk):
                form.alikes = alikes.get(issued.pk, [])

    def _rows(
        self, rows: type[Rows], prefix: str, initial: list[dict[str, Any]], *, is_open: bool, **kwargs: Any
    ) -> Rows:
        if self.data is None or not is_open:
            return rows(None, prefix=prefix, initial=initial, **kwargs)
        most = max(MOST_ROWS, len(initial))
        if digits(self.data.get(f"{prefix}-TOTAL_FORMS"), most) > self._room and not self.problems:
            self.problems.append(
                _("Nothing was saved: the form has more rows than the portal can take at once.")
            )
        for count in ("TOTAL_FORMS", "INITIAL_FORMS"):
            sent = digits(self.data.get(f"{prefix}-{count}"), most)
            self.data[f"{prefix}-{count}"] = str(min(sent, self._room))
        self._room -= digits(self.data.get(f"{prefix}-TOTAL_FORMS"), most)
        return rows(self.data, prefix=prefix, initial=initial, **kwargs)

    def all_rows(self) -> Iterator[Rows]:
        yield from (part.own for part in self.lines)
        yield self.integrated
        yield from (form.own for form in self.integrated.forms)
        yield self.documents
        yield from self.statements.values()

    def named_forms(self) -> Iterator[tuple[QuietForm, str]]:
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


def _numbered(rows: Rows, name: str) -> Iterator[tuple[QuietForm, str]]:
    return ((form, f"{name} {at}") for at, form in enumerate(rows.forms, start=1))


def _owed(part: LinePart) -> LineEntry:
    owed = [FigureEntry(pk=p.figure.pk, **p.form.cleaned_data) for p in part.figures]
    return LineEntry(pk=part.line.pk, figures=(*owed, *_figures(part.own)), **part.form.cleaned_data)


def _figures(rows: Rows) -> list[FigureEntry]:
    return [FigureEntry(**_without(row, "DELETE")) for row in rows.entries]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
