"""What the portal tells people: notices in the portal, and one mail a day that carries them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Let the minute tick look after the mails."""
        from jobs import kinds  # noqa: PLC0415 (models are not loaded before this moment)
        from outbox import jobs  # noqa: PLC0415

        kinds.every_minute(jobs.look_after_mails)
