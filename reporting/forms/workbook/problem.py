"""What is wrong with a workbook, said so that a person can mend it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

ERROR, WARNING = "error", "warning"
Text = str | Promise


class Refused(ValidationError):
    """The file as a whole cannot be read; nothing in it was looked at. ``code`` names the reason."""

    def __init__(self, code: str, message: Any, **params: Any) -> None:
        super().__init__(message, code, params or None)
        self.code = code

    @property
    def reason(self) -> str:
        """The refusal in the reader's words."""
        return " ".join(self.messages)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing: where (``sheet`` and ``cell`` may be ""), what stands there, why it cannot stay, how to mend it."""

    code: str
    what: Text
    why: Text
    how: Text = ""
    sheet: str = ""
    cell: str = ""
    level: str = ERROR

    def as_json(self) -> dict[str, str]:
        """As it is stored with the upload, in the language of whoever sent it."""
        return {name: str(value) for name, value in asdict(self).items()}
