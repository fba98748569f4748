"""The one way the portal says no."""

from django.core.exceptions import ValidationError


class RuleBroken(ValidationError):
    """A rule refuses an act. Its message tells the reader what is wrong, why, and what to do."""

    @property
    def reason(self) -> str:
        """The refusal as one sentence for a message or a greyed button."""
        return " ".join(self.messages)
