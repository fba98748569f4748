from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Put the clock around queries, names on jobs, and a duty into the minute tick."""
        from jobs import kinds  # noqa: PLC0415 - apps are loaded now
        from operations.jobs import clear_away, leave_word  # noqa: PLC0415
        from operations.slow_queries import watch_all  # noqa: PLC0415
        from operations.tracing import trace_jobs  # noqa: PLC0415

        watch_all()
        trace_jobs()
        kinds.every_minute(leave_word)
        kinds.every_minute(clear_away)
