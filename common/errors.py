"""The one way the portal says no."""

from typing import Any

from django.core.exceptions import ValidationError


class RuleBroken(ValidationError):
    """A rule refuses an act. Its message tells the reader what is wrong, why, and what to do."""

    def __init__(self, message: Any, code: str | None = None, params: dict[str, Any] | None = None) -> None:
        """``code`` names the rule, also where there are several sentences."""
        super().__init__(message, code, params)
        self.code = code

    @property
    def reason(self) -> str:
        """The refusal as one sentence for a message or a greyed button."""
        return " ".join(self.messages)
