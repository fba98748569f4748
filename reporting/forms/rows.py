"""Rows a unit adds to its form: figures, activities worked into other plans, documents, statements."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import SHORT, Day, Words
from common.quiet import QuietForm, QuietFormSet
from common.vietnamese import clean
from programmes.models import DocumentKind, NationalTaskGroup
from reporting.forms.citation import read_citation
from reporting.forms.fields import figure_field
from reporting.models import DocumentSection, Precision, StatementKind

MOST_ROWS = 60
MOST_IN_ALL = 1000  # rows of all sorts in one form: more would keep the portal busy for seconds
MOST_STORED = 10 * MOST_ROWS  # units that merged bring theirs together
NUMBER, ISSUER = 60, 200  # characters the register holds


def group_field(label: Any) -> forms.TypedChoiceField:
    """A choice of a national group; the formset brings the groups, read once for all rows."""
    return forms.TypedChoiceField(label=label, required=False, empty_value=None)


class RowForm(QuietForm):
    """A row that may be left out: emptied, or ticked for removal. ``essential`` are the fields that make it a row."""

    essential: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, Promise]] = ("", _("Required."))
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    def clean(self) -> dict[str, Any]:
        """Tell a removed or emptied row from one that lacks what the database needs."""
        facts = self.cleaned_data
        emptied = not self.errors and not any(facts.get(name) not in (None, "") for name in self.essential)
        facts["remove"] = bool(facts.get("DELETE")) or emptied
        name, message = self.needed
        if name and not facts["remove"] and name not in self.errors and not facts.get(name):
            self.add_error(name, str(message))
        return facts


class OwnFigureForm(RowForm):
    """A figure the unit adds: what is counted, in which unit, how many."""

    essential = ("indicator", "unit", "to_date", "estimate")
    indicator = Words(label=_("What is counted"), limit=1000)
    unit = Words(label=_("Unit of measure"), limit=60)
    precision = forms.ChoiceField(
        label=_("Precision"), choices=Precision.choices, initial=Precision.EXACT, required=False
    )
    to_date = figure_field("", label=_("To date"))
    estimate = figure_field("", label=_("Whole year, estimated"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whole things are counted in whole numbers: the unit typed decides."""
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("unit")) if self.is_bound else self.initial.get("unit")
        for name in ("to_date", "estimate"):
            self.fields[name] = figure_field(
                clean(typed or "")[:60], shown=False, label=self.fields[name].label
            )

    def clean_precision(self) -> Precision:
        """Exactly, unless it says nearly."""
        return Precision(self.cleaned_data["precision"] or Precision.EXACT)


class IntegratedForm(RowForm):
    """An activity carried out under another plan that also served the Programme."""

    essential = ("heading", "narrative", "host")
    needed = ("heading", _("Give the activity a heading, or empty the whole row."))
    heading = Words(
        label=_("Heading"), limit=SHORT, help_text=_("For example: Quality control of farm produce.")
    )
    national_group = group_field(_("Group of tasks it served"))
    narrative = Words(label=_("What was done"), rows=4)
    host = Words(
        label=_("Plan or document it was carried out under"),
        limit=2000,
        help_text=_("As one cites it: Kế hoạch số 12/KH-UBND ngày 06/3/2026 của UBND tỉnh về việc …"),
    )

    def clean_host(self) -> Any:
        """The citation in its parts, or None where nothing was written."""
        text = self.cleaned_data["host"]
        citation = read_citation(text) if text else None
        if citation and (len(citation.number_and_symbol) > NUMBER or len(citation.issuer_text) > ISSUER):
            raise ValidationError(_("The number or the issuer in this citation is too long."))
        return citation


class DocumentForm(RowForm):
    """A document of the year."""

    essential = ("number_and_symbol", "issued_on", "issuer_text", "abstract")
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Kind"),
        choices=DocumentKind.choices,
        initial=DocumentKind.LETTER,
    )
    number_and_symbol = Words(
        label=_("Number and symbol"), limit=NUMBER, help_text=_("For example 164/SKHCN-TĐC.")
    )
    issued_on = Day(label=_("Date of issue"), required=False)
    issuer_text = Words(label=_("Issued by"), limit=ISSUER)
    abstract = Words(label=_("Abstract"), limit=2000, rows=2)
    section = forms.ChoiceField(
        label=_("Section of the report"),
        choices=DocumentSection.choices,
        initial=DocumentSection.MANAGEMENT,
    )


class StatementForm(RowForm):
    """A statement; which of the fields beside the text are asked depends on its kind."""

    essential = ("text", "cause", "addressee")
    needed = ("text", _("Write the text, or empty the whole row."))
    text = Words(label=_("Text"), rows=3)
    cause = Words(label=_("Cause"), rows=2)
    addressee = Words(
        label=_("Addressed to"), limit=200, help_text=_("For example: Bộ Khoa học và Công nghệ.")
    )
    national_group = group_field(_("Group of tasks"))
    carried_from = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    asked: ClassVar[dict[str, tuple[str, ...]]] = {
        StatementKind.ASSESSMENT: (),
        StatementKind.OBSTACLE: ("cause", "addressee", "carried_from"),
        StatementKind.ORIENTATION: (),
        StatementKind.SOLUTION: ("national_group",),
        StatementKind.PROPOSAL: ("addressee", "carried_from"),
    }

    def keep_only(self, kind: str) -> None:
        """Leave only the fields this kind of statement has."""
        for name in {"cause", "addressee", "national_group", "carried_from"} - set(self.asked[kind]):
            del self.fields[name]


class Rows(QuietFormSet):
    """Rows of one sort, in whatever number they arrive."""

    def __init__(
        self, *args: Any, groups: Iterable[NationalTaskGroup] = (), kind: str = "", **kwargs: Any
    ) -> None:
        self.raised_before: list[Any] = []  # of last year; the form of a submission brings it
        self.groups, self.kind = {group.pk: group for group in groups}, kind
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        """The groups of the programme to choose from, the fields of the kind, and the tick for removal."""
        super().add_fields(form, index)
        if "national_group" in form.fields:
            field = form.fields["national_group"]
            field.choices = [("", "—"), *((pk, group.title) for pk, group in self.groups.items())]
            field.coerce = self._group
        if self.kind:
            form.keep_only(self.kind)
        form.fields["DELETE"].label = _("Remove this row")

    def _group(self, pk: Any) -> NationalTaskGroup:
        """The group chosen; ValueError (which the field understands) for one of another programme or none at all."""
        group = self.groups.get(int(pk))
        if group is None:
            raise ValueError(pk)
        return group

    @property
    def rows(self) -> list[dict[str, Any] | None]:
        """What each row says, with ``key`` for its place; None for a new row left empty. One to be removed says only that.

        Of valid rows; nothing of rows that were not sent.
        """
        said = [{**form.cleaned_data, "key": form.prefix} for form in self.forms if form.is_bound]
        return [
            row
            if not row.get("remove", True)
            else {"pk": row["pk"], "remove": True}
            if row.get("pk")
            else None
            for row in said
        ]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The rows that say anything."""
        return [row for row in self.rows if row is not None]


def rows_of(form: type[RowForm]) -> type[Rows]:
    """The formset of such rows."""
    return forms.formset_factory(  # type: ignore[return-value] # a formset of the class given below
        form, formset=Rows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_STORED
    )


OwnFigures = rows_of(OwnFigureForm)
Integrated = rows_of(IntegratedForm)
Documents = rows_of(DocumentForm)
Statements = rows_of(StatementForm)
