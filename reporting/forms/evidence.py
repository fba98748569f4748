"""A file of evidence as it is handed over: small enough, of a kind that proves something, named readably."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.received import KINDS, MEGABYTE, Received, receive
from reporting.models import Activity, Figure, SubmissionLine


class EvidenceForm(forms.Form):
    """One file, for the line as a whole, for one of its figures or one of its activities.

    ``figure`` names what it proves: the id of a figure, or "activity-" and the id of an activity.
    """

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": KINDS}),
        error_messages={
            "empty": _("This file is empty."),
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
        },
    )
    figure = forms.ChoiceField(label=_("What it proves"), required=False, choices=[])

    def __init__(self, *args: Any, line: SubmissionLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received: Received | None = None  # of a valid form
        self.figures = {str(figure.pk): figure for figure in line.figures.all()}
        self.activities = {f"activity-{activity.pk}": activity for activity in line.activities.all()}
        self.fields["file"].help_text = _("PDF, Word, Excel, PNG or JPEG, at most %(most)s MB.") % {
            "most": settings.EVIDENCE_MOST_MB
        }
        self.fields["file"].widget.attrs["data-most"] = settings.EVIDENCE_MOST_MB * MEGABYTE
        self.fields["figure"].choices = [  # type: ignore[attr-defined]
            ("", _("The line as a whole")),
            *((key, str(proved)) for key, proved in ({**self.figures, **self.activities}).items()),
        ]

    def clean_file(self) -> UploadedFile:
        """The file, if it is of a kind that proves something and not too large."""
        file: UploadedFile = self.cleaned_data["file"]
        self.received = receive(file, most=settings.EVIDENCE_MOST_MB, otherwise="minh-chung")
        return file

    @property
    def proved(self) -> Figure | None:
        """The figure the file is for; None for the line as a whole or an activity. Only of a valid form."""
        return self.figures.get(self.cleaned_data["figure"])

    @property
    def shown(self) -> Activity | None:
        """The activity the file is for; None for anything else. Only of a valid form."""
        return self.activities.get(self.cleaned_data["figure"])
