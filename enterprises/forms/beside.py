"""Two people changed one record: what is stored is shown beside what was typed, and the next save is a choice."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def show_stored(form: forms.Form, stored: Mapping[str, Any], token: str) -> None:
    """Say at each field that differs what somebody else stored; the next save is made on what is shown here.

    ``token`` is the hidden field that names the edition; ``stored`` holds it and what the boxes would hold.
    """
    for bound in form.visible_fields():
        if bound.name in stored and bound.field.has_changed(stored[bound.name], bound.data):
            words = _("Stored meanwhile: “%(stored)s”. What you typed stands in the box.")
            form.add_error(bound.name, words % {"stored": said(bound, stored[bound.name])})
    sent = form.data.copy()  # type: ignore[attr-defined] # what a browser sent
    sent[form.add_prefix(token)] = stored[token]
    form.data = sent


def said(bound: forms.BoundField, value: Any) -> str:
    """What a box holding ``value`` says to a reader."""
    if isinstance(bound.field, forms.BooleanField):
        return pgettext("a box", "ticked") if value else pgettext("a box", "not ticked")
    if isinstance(bound.field, forms.ModelChoiceField):
        among = bound.field.queryset
        found = among.filter(pk=value).first() if value and among is not None else None
        return str(found or "–")
    if isinstance(bound.field, forms.ChoiceField):
        choices = {str(key): str(label) for key, label in bound.field.choices}  # type: ignore[union-attr,misc] # a list in every form of ours
        return choices.get("" if value is None else str(value), "–")
    return str(bound.field.widget.format_value(bound.field.prepare_value(value)) or "–")
