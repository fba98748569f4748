"""What is wrong with a workbook, said so that a person can mend it."""

from dataclasses import asdict, dataclass

from django.utils.functional import Promise

ERROR, WARNING = "error", "warning"
Text = str | Promise


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
