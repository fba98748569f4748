"""A message about an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from support.forms.uploads import ManyFiles, UploadField

MOST_WORDS = 5_000


class MessageForm(forms.Form):
    """Words and files. ``is_internal`` is offered to DOST only; nothing is ticked beforehand."""

    text = Words(label=_("Message"), rows=4, limit=MOST_WORDS, required=True)
    attached = UploadField(required=False, widget=ManyFiles(attrs={"multiple": True}))
    is_internal = forms.BooleanField(
        label=_("Only for DOST: the enterprise never sees this note and its files"), required=False
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, is_office: bool, token: str, auto_id: str = "message-%s"
    ) -> None:
        super().__init__(data, files, initial={"head-form": token}, auto_id=auto_id)
        self.fields["text"].error_messages["required"] = str(_("Write a message first."))
        self.fields["head-form"] = forms.CharField(widget=forms.HiddenInput, required=False)
        if not is_office:
            del self.fields["is_internal"]
