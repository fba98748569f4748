from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = _("Connected programs")

    def ready(self) -> None:
        """Let the minute tick forget answers that are no longer kept."""
        from api.jobs import forget_old_answers  # noqa: PLC0415 (models are not loaded before this moment)
        from jobs import kinds  # noqa: PLC0415

        kinds.every_minute(forget_old_answers)
