"""Files that go with a dossier: several at once, each looked at before it is kept."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.received import KINDS, Received, receive
from common.vietnamese import clean

MOST_AT_ONCE = 20


class ManyFiles(forms.FileInput):
    """A control in which several files may be chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:  # noqa: ARG002 - Django's
        """Every file that was chosen."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]


class UploadField(forms.FileField):
    """Files a person chooses; cleans to a list of `Received`, empty where none was chosen and none is required.

    What is wrong is said file by file, with the name of each.
    """

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault(
            "help_text",
            _("PDF, Word, Excel, PNG or JPEG; several at once are possible, each at most %(most)s MB.")
            % {"most": settings.APPLICATION_MOST_MB},
        )
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Choose a file first.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser offers to choose, and beyond which size it warns before sending."""
        most = settings.APPLICATION_MOST_MB * 1024 * 1024
        return {**super().widget_attrs(widget), "accept": KINDS, "data-most": most}

    def clean(self, data: Any, initial: Any = None) -> list[Received]:  # noqa: ARG002 - Django passes it
        """Look at every file."""
        files: list[UploadedFile] = [file for file in (data or []) if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(
                _(
                    "%(number)s files were chosen; at most %(most)s are taken at once. Send them in several goes."
                ),
                params={"number": len(files), "most": MOST_AT_ONCE},
                code="too_many",
            )
        received: list[Received] = []
        problems: list[ValidationError] = []
        for file in files:
            try:
                received.append(receive(file, most=settings.APPLICATION_MOST_MB))
            except ValidationError as no:
                problems.append(_named(file, no))
        if problems:
            raise ValidationError(problems)
        return received


def _named(file: UploadedFile, no: ValidationError) -> ValidationError:
    """The same refusal with the name of the file before it."""
    name = clean(file.name or "")[:80]
    return ValidationError(
        _("“%(name)s”: %(problem)s"), params={"name": name, "problem": " ".join(no.messages)}, code=no.code
    )


class FilesForm(forms.Form):
    """Files for one place of a dossier; ``paper`` the id of the required paper they are, empty for a free file."""

    paper = forms.CharField(required=False, widget=forms.HiddenInput)
    upload = UploadField()
