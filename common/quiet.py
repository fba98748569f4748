"""Forms that can show what was typed without judging it: a row was asked for, nothing was sent off yet."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import pgettext


class QuietForm(forms.Form):
    """A form that can be told not to judge. Nothing in it is required of a draft, so nothing is marked optional."""

    def __getitem__(self, name: str) -> BoundField:
        """The field, drawn without the mark "optional"."""
        bound = super().__getitem__(name)
        bound.field.template_name = "forms/quiet_field.html"  # type: ignore[attr-defined] # since Django 5.0
        return bound

    @property
    def said(self) -> list[tuple[str, str]]:
        """The fields a reader sees that say anything, with their labels; the tick for removal is not one of them."""
        fields = [bound for bound in self.visible_fields() if bound.name != "DELETE"]
        return [(str(bound.label), words) for bound in fields if (words := shown(bound))]

    def hush(self) -> None:
        """Show what was typed, with no error."""
        self._errors = ErrorDict()


class QuietFormSet(forms.BaseFormSet):
    """Rows that can be told not to judge."""

    def hush(self) -> None:
        """Show what was typed, with no error in any row."""
        self._errors = [ErrorDict() for _form in self.forms]
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form.hush()


def shown(bound: BoundField) -> str:
    """What a control says to a reader."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return pgettext("a box", "ticked") if value else pgettext("a box", "not ticked")
    if isinstance(bound.field, forms.ChoiceField):
        wanted = "" if value is None else str(value)
        choices = {str(key): label for key, label in bound.field.choices}  # type: ignore[union-attr,misc] # a list in every form of ours
        return str(choices.get(wanted, "")) if wanted else ""
    return written(bound) or ""


def written(bound: BoundField) -> str | None:
    """What a control would send; None for an unticked box."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return "on" if value else None
    if value in (None, ""):
        return ""
    if isinstance(bound.field, forms.ChoiceField):
        return str(value)
    return str(bound.field.widget.format_value(bound.field.prepare_value(value)) or "")
