"""Forms that can show what was typed without judging it: a row was asked for, nothing was sent off yet."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict


class QuietForm(forms.Form):
    """A form that can be told not to judge. Nothing in it is required of a draft, so nothing is marked optional."""

    def __getitem__(self, name: str) -> BoundField:
        """The field, drawn without the mark "optional"."""
        bound = super().__getitem__(name)
        bound.field.template_name = "reporting/_submission_field.html"  # type: ignore[attr-defined] # since Django 5.0
        return bound

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
