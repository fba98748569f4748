"""A file of evidence as it is handed over: small enough, of a kind that proves something, named readably."""

import hashlib
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.file_kinds import JPEG, FileKind, kind_of
from common.formatting import number
from common.vietnamese import clean
from reporting.models import Activity, Figure, SubmissionLine

KINDS = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
LONGEST_NAME = 200
MEGABYTE = 1024 * 1024
UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\t', "_"))


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
        self.kind: FileKind | None = None
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
        most = settings.EVIDENCE_MOST_MB
        if (file.size or 0) > most * MEGABYTE:
            raise ValidationError(
                _(
                    "This file has %(size)s MB, but at most %(most)s MB are taken. Scan it smaller or split it."
                ),
                params={"size": number(-(-(file.size or 0) // MEGABYTE)), "most": most},
            )
        self.kind = kind_of(file)
        if self.kind is None:
            raise ValidationError(
                _(
                    "This is not a PDF, Word, Excel, PNG or JPEG file, whatever its name says; files with macros or a "
                    "password are not taken either. Save it as PDF and hand that over."
                )
            )
        return file

    @property
    def proved(self) -> Figure | None:
        """The figure the file is for; None for the line as a whole or an activity. Only of a valid form."""
        return self.figures.get(self.cleaned_data["figure"])

    @property
    def shown(self) -> Activity | None:
        """The activity the file is for; None for anything else. Only of a valid form."""
        return self.activities.get(self.cleaned_data["figure"])

    @property
    def name(self) -> str:
        """What the file is called from now on: composed letters, nothing unsafe, the ending its content has."""
        kind = self.kind or JPEG
        given = PurePath(clean(self.cleaned_data["file"].name or "").translate(UNSAFE))
        same = {".jpg", ".jpeg"} if kind == JPEG else {kind.suffix}
        stem = given.stem if given.suffix.lower() in same else given.name
        return f"{stem.strip('. ')[: LONGEST_NAME - len(kind.suffix)] or 'minh-chung'}{kind.suffix}"

    @property
    def sha256(self) -> str:
        """The fingerprint of the content, read in pieces."""
        digest = hashlib.sha256()
        for piece in self.cleaned_data["file"].chunks():
            digest.update(piece)
        return digest.hexdigest()
