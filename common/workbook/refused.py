"""How a file as a whole is turned away."""

from typing import Any

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """The file as a whole cannot be read; nothing in it was looked at. ``code`` names the reason."""

    def __init__(self, code: str, message: Any, **params: Any) -> None:
        super().__init__(message, code, params or None)
        self.code = code

    @property
    def reason(self) -> str:
        """The refusal in the reader's words."""
        return " ".join(self.messages)
