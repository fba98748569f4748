"""Things for the gallery at /components/ to show; nothing else uses them."""

from typing import Any

from django import forms, template
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from common.templatetags.components import STATES

register = template.Library()


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=_("Name of the enterprise"), help_text=_("As written in the registration certificate.")
    )
    tax_code = forms.CharField(label=_("Tax code"), max_length=14, required=False)
    amount = forms.CharField(
        label=_("Amount asked for"), widget=forms.TextInput(attrs={"data-unit": "đồng", "data-amount": ""})
    )
    share = forms.DecimalField(
        label=_("Own share"), max_value=100, widget=forms.TextInput(attrs={"data-unit": "%"})
    )
    day = forms.CharField(
        label=_("Day of the decision"),
        widget=forms.TextInput(attrs={"data-date": "", "placeholder": "dd/mm/yyyy"}),
    )
    tool = forms.ChoiceField(
        label=_("Improvement tool"), choices=[("", "—"), ("5s", "5S"), ("kaizen", "Kaizen")]
    )
    size = forms.ChoiceField(
        label=_("Size"),
        choices=[("micro", _("Micro")), ("small", _("Small")), ("medium", _("Medium"))],
        widget=forms.RadioSelect,
    )
    help_wanted = forms.MultipleChoiceField(
        label=_("Help wanted"),
        required=False,
        choices=[("training", _("Training")), ("advice", _("Advice")), ("certificate", _("Certification"))],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label=_("Decision as PDF"), required=False, help_text=_("At most 20 MB."))
    agreed = forms.BooleanField(label=_("I confirm that these figures are right"))


@register.simple_tag
def example_form(*, bound: bool = False) -> ExampleForm:
    """The form as it is opened, or as it comes back with things to put right."""
    if not bound:
        return ExampleForm(prefix="new")
    return ExampleForm(
        {"bad-name": "Công ty TNHH Gốm Bát Tràng", "bad-share": "140", "bad-amount": "1500000"}, prefix="bad"
    )


@register.simple_tag
def example_states() -> list[str]:
    """Every state there is."""
    return list(STATES)


@register.simple_tag
def example_page() -> Page:
    """The fifth of thirteen pages."""
    return Paginator(range(312), 25).page(5)


@register.simple_tag
def example_job(status: str) -> dict[str, Any]:
    """What the job fragment reads, in each status."""
    return {
        "pk": ["queued", "running", "done", "failed"].index(status) + 1,
        "title": _("Consolidate the returns of 2025"),
        "status": status,
        "done": 140,
        "total": 312,
        "percent": 44,
        "step": "",
        "problem": _("The sheet “Chỉ tiêu” is missing."),
        "is_finished": True,  # so that nothing here asks the server
    }


@register.simple_tag
def example_pairs(*texts: str) -> list[tuple[str, str | None]]:
    """Label, value, label, value … as rows for facts; "—" stands for a value that is not stated."""
    return [(texts[at], None if texts[at + 1] == "—" else texts[at + 1]) for at in range(0, len(texts), 2)]


@register.simple_tag
def example_items() -> list[dict[str, Any]]:
    """Items for tabs and for a table of contents."""
    return [
        {"label": _("Targets"), "url": "#targets", "id": "states", "active": True, "count": 12},
        {"label": _("Tasks"), "url": "#tasks", "id": "tables", "active": False, "count": 34},
        {"label": _("History"), "url": "#history", "id": "forms", "active": False, "count": None},
    ]
