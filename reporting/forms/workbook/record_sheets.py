"""Activities, experts and enterprises as rows of the workbook: fields, what is stored, and the entry a row becomes.

The fields are those of the page's own forms, the rules those of the entries both make; nothing is said twice here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.numbers import VietnameseDecimalField
from enterprises.queries import Named
from reporting.actions.record_rows import ActivityEntry, ExpertEntry, RecordEntry, SupportEntry
from reporting.documents.workbook.layout import ACTIVITIES, ENTERPRISES, EXPERTS, Sheet
from reporting.forms.record import MOST_PARTICIPANTS, ActivityForm, ExpertForm, SupportForm
from reporting.models import Activity, ActivityKind, CertifiedExpert, Submission, SupportedEnterprise

Record = Activity | CertifiedExpert | SupportedEnterprise


@dataclass(frozen=True)
class RecordSheet:
    """One sheet of records. ``letter`` begins the ids of its rows, ``place`` is the column of the line or figure.

    A row is one as soon as any of ``essential`` is filled. ``entry`` makes the entry of cleaned values and the record
    they are about (None for a new one).
    """

    sheet: Sheet
    letter: str
    place: str
    essential: tuple[str, ...]
    fields: Mapping[str, forms.Field]
    entry: Callable[[dict[str, Any], Record | None], RecordEntry]
    stored: Callable[[Submission], Iterable[Record]]
    values: Callable[[Record], dict[str, Any]]

    def row_id(self, record: Record) -> str:
        """The protected id of a record's row."""
        return f"{self.letter}{record.pk}"


def _fields(form: type[forms.Form], *names: str, **others: forms.Field) -> dict[str, forms.Field]:
    """The fields of the page's own form, and those a workbook writes otherwise."""
    return {**{name: form.base_fields[name] for name in names}, **others}


def _own_values(*names: str) -> Callable[[Record], dict[str, Any]]:
    return lambda record: {name: getattr(record, name) for name in names}


_ACTIVITY_WORDS = ("title", "place", "organiser", "co_organisers", "note")
_ACTIVITY_REST = ("kind", "starts_on", "ends_on", "participants")
_EXPERT_WORDS = ("full_name", "workplace", "certificate", "body")
_SUPPORT_WORDS = ("content", "product", "note")


def _activity(values: dict[str, Any], record: Record | None) -> ActivityEntry:
    people = values["participants"]
    facts = {name: values[name] for name in (*_ACTIVITY_WORDS, "starts_on", "ends_on")}
    return ActivityEntry(
        pk=record.pk if record else None,
        line=values["place_pk"],
        kind=ActivityKind(values["kind"] or ActivityKind.COURSE),
        participants=None if people is None else int(people),
        **facts,
    )


def _expert(values: dict[str, Any], record: Record | None) -> ExpertEntry:
    facts = {name: values[name] for name in (*_EXPERT_WORDS, "certified_on")}
    return ExpertEntry(pk=record.pk if record else None, line=values["place_pk"], **facts)


def _support(values: dict[str, Any], record: Record | None) -> SupportEntry:
    """The registered enterprise stays while name and code are those of the register; otherwise it is looked up again."""
    facts = {name: values[name] for name in _SUPPORT_WORDS}
    known = record.enterprise if isinstance(record, SupportedEnterprise) else None
    named = Named(name=values["name"], tax_code=values["tax_code"], kind=values["kind"] or "company")
    is_same = known is not None and (named.folded, named.code) == (known.folded, known.tax_code)
    return SupportEntry(
        pk=record.pk if record else None,
        figure=values["place_pk"],
        enterprise=known.pk if known and is_same else None,
        new=None if is_same or not named.folded else named,
        **facts,
    )


def _support_values(record: Record) -> dict[str, Any]:
    enterprise = record.enterprise  # type: ignore[union-attr] # only enterprises come here
    facts = {name: getattr(enterprise, name) for name in ("name", "tax_code", "kind")}
    return facts | {name: getattr(record, name) for name in _SUPPORT_WORDS}


RECORD_SHEETS = (
    RecordSheet(
        ACTIVITIES,
        "A",
        "line",
        ("title", "starts_on", "ends_on", "place", "organiser", "co_organisers", "participants", "note"),
        _fields(
            ActivityForm,
            *_ACTIVITY_WORDS,
            "starts_on",
            "ends_on",
            kind=forms.CharField(required=False),  # found in its list before
            participants=VietnameseDecimalField(whole=True, maximum=MOST_PARTICIPANTS, required=False),
        ),
        _activity,
        lambda submission: Activity.objects.filter(line__submission=submission),
        _own_values(*_ACTIVITY_WORDS, *_ACTIVITY_REST),
    ),
    RecordSheet(
        EXPERTS,
        "X",
        "line",
        (*_EXPERT_WORDS, "certified_on"),
        _fields(ExpertForm, *_EXPERT_WORDS, "certified_on"),
        _expert,
        lambda submission: CertifiedExpert.objects.filter(line__submission=submission),
        _own_values(*_EXPERT_WORDS, "certified_on"),
    ),
    RecordSheet(
        ENTERPRISES,
        "E",
        "figure",
        ("name", "tax_code", *_SUPPORT_WORDS),
        _fields(SupportForm, *_SUPPORT_WORDS, "name", "tax_code", kind=forms.CharField(required=False)),
        _support,
        lambda submission: SupportedEnterprise.objects.filter(
            figure__line__submission=submission
        ).select_related("enterprise"),
        _support_values,
    ),
)
NAMELESS = _("Write the name of the enterprise.")
