"""Several files chosen at once, each looked at before it is kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.received import KINDS, MEGABYTE, Received, receive

MOST_AT_ONCE = 20


class SeveralFiles(forms.ClearableFileInput):
    """The control: one or several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Files(forms.FileField):
    """None, one or several files; the value is a list of `Received`. Each wrong one says what is wrong with it."""

    def __init__(self, **kwargs: Any) -> None:
        most = settings.APPLICATION_MOST_MB
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault(
            "help_text", _("PDF, Word, Excel, PNG or JPEG, at most %(most)s MB each.") % {"most": most}
        )
        kwargs["widget"] = SeveralFiles(attrs={"accept": KINDS, "data-most": most * MEGABYTE})
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Received]:  # noqa: ARG002 - Django passes it
        """Every file, looked at."""
        chosen = list(data) if isinstance(data, Sequence) else [data] if data else []
        if len(chosen) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)s files at once. Send the others after these."),
                params={"most": MOST_AT_ONCE},
            )
        received, wrong = [], []
        for file in chosen:
            try:
                received.append(receive(file, most=settings.APPLICATION_MOST_MB))
            except ValidationError as no:
                wrong.append(f"{(file.name or '')[:80]}: {' '.join(no.messages)}")
        if wrong:
            raise ValidationError(wrong)
        return received
