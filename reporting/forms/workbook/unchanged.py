"""What a browser would send from the entry page if nothing was typed: the ground on which a workbook writes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from common.formatting import short_date
from reporting.forms.entry import EntryForm
from reporting.forms.rows import Rows

Sent = MultiValueDict[str, str]


def unchanged(entry: EntryForm) -> Sent:
    """Every field of ``entry`` (unbound) as a browser sends it, and the number of rows of each part."""
    data: Sent = MultiValueDict()
    for form in forms_of(entry):
        for bound in form:
            value = as_typed(bound)
            if value is not None:
                data[bound.html_name] = value
    for rows in rows_of_form(entry):
        data[f"{rows.prefix}-INITIAL_FORMS"] = "0"
        data[f"{rows.prefix}-TOTAL_FORMS"] = str(len(rows.forms))
    return data


def as_typed(bound: BoundField) -> str | None:
    """The value of a field as it is typed; None for a tick that is not set, which browsers do not send."""
    return words_of(bound.value(), bound.field)


def words_of(value: Any, field: forms.Field) -> str | None:
    """A stored value as it is typed into ``field``."""
    value = field.prepare_value(value)
    if isinstance(value, bool) or isinstance(field, forms.BooleanField):
        return "on" if value else None
    if isinstance(value, dt.date):
        return short_date(value)
    return "" if value is None else str(value)


def forms_of(entry: EntryForm) -> Iterator[forms.Form]:
    """Every form of the entry page, in its order."""
    yield entry.head
    for part in entry.lines:
        yield part.form
        yield from (figure.form for figure in part.figures)
        yield from part.own.forms
    for form in entry.integrated.forms:
        yield form
        yield from form.own.forms
    yield from entry.documents.forms
    for rows in entry.statements.values():
        yield from rows.forms


def rows_of_form(entry: EntryForm) -> Iterator[Rows]:
    """Every part of the entry page whose rows the unit adds."""
    yield from (part.own for part in entry.lines)
    yield entry.integrated
    yield from (form.own for form in entry.integrated.forms)
    yield entry.documents
    yield from entry.statements.values()
