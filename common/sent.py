"""What a browser sent from a long form, copied to be amended, or known again by its fingerprint."""

import hashlib
from typing import Any

from django.utils.datastructures import MultiValueDict

Sent = MultiValueDict[str, str]
IGNORED = {"csrfmiddlewaretoken", "save", "add", "head-form"}


def tidy(data: MultiValueDict[str, Any]) -> Sent:
    """A copy that may be changed."""
    return MultiValueDict({key: list(values) for key, values in data.lists()})


def digest_of(data: MultiValueDict[str, Any]) -> str:
    """The fingerprint of what was typed, whatever button sent it."""
    typed = sorted((key, values) for key, values in data.lists() if key not in IGNORED)
    return hashlib.sha256(repr(typed).encode("utf-8", "surrogatepass")).hexdigest()
