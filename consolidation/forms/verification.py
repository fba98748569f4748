"""What a stranger gives to have a paper checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from common.fingerprinted import Fingerprinted
from consolidation.queries.verification import is_hash, tidy

LONGEST = 200  # of a code or hash, however it is spaced


class VerifyForm(forms.Form):
    """A file, or the code of a paper, or the SHA-256 of a file; the file counts where both are given."""

    file = forms.FileField(
        label=_("PDF file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Only its fingerprint is taken; the file is kept nowhere."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    words = Words(
        label=_("Code on the paper, or SHA-256 of the file"),
        help_text=_("The twelve letters and digits beside the square code."),
        limit=LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def refuse(self, reason: str) -> None:
        """What was sent is not looked at, and this is why: nothing else is wrong with it."""
        self.errors.clear()
        self.add_error(None, reason)

    def clean(self) -> dict[str, Any]:
        """``sha256`` or ``code`` is what to look for: at most one says anything."""
        said = super().clean() or self.cleaned_data
        file, typed = said.get("file"), tidy(said.get("words", ""))
        said["sha256"] = said["code"] = ""
        if isinstance(file, Fingerprinted):
            if not file.size:
                self.add_error("file", _("This file is empty."))
            said["sha256"] = file.sha256
        elif typed:
            said["sha256" if is_hash(typed) else "code"] = typed
        elif said.get("words"):
            self.add_error("words", _("This is neither a code of twelve signs nor a SHA-256 of 64 signs."))
        elif not self.errors:
            self.add_error(None, _("Choose a file, or type the code that stands on the paper."))
        return said
