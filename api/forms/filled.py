"""A program's draft laid over the form as it is stored: then the page's own form judges it, word for word."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from api.forms.draft import DraftIn, IntegratedIn, LineIn, Row, Sent
from common.formatting import number
from common.quiet import written
from reporting.forms.entry import EntryForm
from reporting.models import Submission

OWN = ("indicator", "unit", "precision", "to_date", "estimate")
ACTIVITY = ("heading", "national_group", "narrative", "host")
DOCUMENT = ("section", "kind", "number_and_symbol", "issued_on", "issuer_text", "abstract")
STATEMENT = ("text", "cause", "addressee", "national_group")
Slips = list[tuple[str, str]]


class Filled:
    """The entry form of ``submission`` (in full) with ``draft`` typed into it.

    ``slips`` are (place in the request, message): rows nobody knows, parts that are not open, what the form finds wrong.
    ``places``: prefix of a row of the form → its place in the request.
    """

    def __init__(self, submission: Submission, draft: DraftIn) -> None:
        self.submission, self.draft = submission, draft
        self.slips: Slips = []
        self.closed: Slips = []
        self.places: dict[str, str] = {"head": "body"}
        self.stored = EntryForm(submission)
        self.groups = {group.code: group.pk for group in submission.period.plan.programme.task_groups.all()}
        self.data = dict(_controls(self.stored))
        self._type_in()
        self.entry = EntryForm(submission, MultiValueDict({name: [text] for name, text in self.data.items()}))

    def is_valid(self) -> bool:
        """Whether everything can be stored; else ``slips`` say what cannot, and where."""
        if self.closed or self.slips:
            return False
        if self.entry.is_valid():
            return True
        self.slips = [("body", problem) for problem in self.entry.problems]
        for form, about in self.entry.named_forms():
            place = self.places.get(str(form.prefix), "body")
            for name, errors in form.errors.items():
                at = place if name == "__all__" else f"{place}.{name}"
                words = [str(error) for error in errors]
                self.slips += [
                    (at, f"{about}: {said}" if place == "body" and about else said) for said in words
                ]
        return False

    def rows(self, made: Mapping[str, int]) -> dict[str, int]:
        """Which rows new entries became, by their place in the request."""
        return {self.places[key]: pk for key, pk in made.items() if key in self.places}

    def _type_in(self) -> None:
        draft, parts = self.draft, self.stored.parts
        self.data |= {"head-version": str(draft.version), "head-end": "1"}
        head = draft.named("is_nil", "nil_reason")
        if head and self._is_open("body", is_open=parts.whole):
            self._type("head", head)
        lines = {part.line.pk: part for part in self.stored.lines}
        for at, line in enumerate(draft.lines):
            place = f"body.lines[{at}]"
            if line.id not in lines:
                self.slips.append((f"{place}.id", _("This form has no such line.")))
            elif self._is_open(place, is_open=parts.line(line.id)):
                self._type_line(line, place, {part.figure.pk for part in lines[line.id].figures})
        self._type_rows("integrated", "body.integrated", draft.integrated, ACTIVITY, is_open=parts.integrated)
        self._type_rows("documents", "body.documents", draft.documents, DOCUMENT, is_open=parts.documents)
        for at, statement in enumerate(draft.statements):
            prefix, place = statement.kind.value, f"body.statements[{at}]"
            if self._is_open(place, is_open=parts.statements):
                self._type_row(prefix, place, statement, STATEMENT)

    def _type_line(self, line: LineIn, place: str, asked: set[int]) -> None:
        prefix = f"line-{line.id}"
        self.places[prefix] = place
        self._type(prefix, line.named("narrative", "is_nil", "nil_reason"))
        for at, figure in enumerate(line.figures):
            where = f"{place}.figures[{at}]"
            if figure.id not in asked:
                self.slips.append((f"{where}.id", _("This line is not asked for such a figure.")))
                continue
            self.places[f"figure-{figure.id}"] = where
            self._type(f"figure-{figure.id}", figure.named("to_date", "estimate", "typed_reason"))
        self._type_rows(f"own-{line.id}", f"{place}.own_figures", line.own_figures, OWN)

    def _type_rows(
        self, prefix: str, place: str, rows: Sequence[Row], names: tuple[str, ...], *, is_open: bool = True
    ) -> None:
        for at, row in enumerate(rows):
            where = f"{place}[{at}]"
            if self._is_open(where, is_open=is_open):
                self._type_row(prefix, where, row, names)

    def _type_row(self, prefix: str, place: str, row: Row, names: tuple[str, ...]) -> None:
        """Type one row into the rows under ``prefix``: where it stands, or behind the last."""
        count = f"{prefix}-TOTAL_FORMS"
        total = int(self.data[count])
        standing = {self.data.get(f"{prefix}-{at}-pk"): at for at in range(total)}
        if row.id is None:
            at = total
            self.data[count] = str(total + 1)
        elif str(row.id) in standing:
            at = standing[str(row.id)]
        else:
            self.slips.append((f"{place}.id", _("This form has no such row.")))
            return
        here = f"{prefix}-{at}"
        self.places[here] = place
        self._type(here, row.named(*names) if row.id else _defaults(row, names))
        if row.remove:
            self.data[f"{here}-DELETE"] = "on"
        if isinstance(row, IntegratedIn):
            self.data.setdefault(f"{here}-own-TOTAL_FORMS", "0")
            self.data.setdefault(f"{here}-own-INITIAL_FORMS", "0")
            self._type_rows(f"{here}-own", f"{place}.own_figures", row.own_figures, OWN)

    def _type(self, prefix: str, said: Mapping[str, Any]) -> None:
        for name, value in said.items():
            control = f"{prefix}-{name}"
            if isinstance(value, bool):
                self.data.pop(control, None)
                self.data |= {control: "on"} if value else {}
            elif name == "national_group" and value:
                known = self.groups.get(value)
                if known is None:
                    where = f"{self.places[prefix]}.national_group"
                    self.slips.append((where, _("The programme has no such group of tasks.")))
                self.data[control] = str(known or "")
            else:
                self.data[control] = _typed(value)

    def _is_open(self, place: str, *, is_open: bool) -> bool:
        if not is_open:
            self.closed.append((place, _("DOST did not open this part; it stays as it is.")))
        return is_open


def _defaults(row: Sent, names: tuple[str, ...]) -> dict[str, Any]:
    """Every field of a new row, for it stands nowhere yet."""
    return {name: getattr(row, name) for name in names}


def _typed(value: Any) -> str:
    """A value as somebody would type it: a figure as 1.234,5, a day as 25/11/2026."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number(value)
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(getattr(value, "value", value))


def _controls(entry: EntryForm) -> Iterator[tuple[str, str]]:
    """Every control of the form with what a browser would send of it."""
    forms = [form for form, _about in entry.named_forms()]
    for form in [*forms, *(rows.management_form for rows in entry.all_rows())]:
        for bound in form:
            text = written(bound)
            if text is not None:
                yield bound.html_name, text
