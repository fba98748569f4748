from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        """Make the recipe known and let the minute tick start what is due."""
        from jobs import kinds  # noqa: PLC0415 (models are not loaded before this moment)
        from reporting import jobs  # noqa: PLC0415
        from reporting.queries.filings import RENDER_FILING  # noqa: PLC0415
        from reporting.queries.letters import RENDER_LETTER  # noqa: PLC0415

        kinds.register(RENDER_FILING, jobs.FILING_KIND)
        kinds.register(RENDER_LETTER, jobs.LETTER_KIND)
        kinds.every_minute(jobs.look_after_unlocks)
        kinds.every_minute(jobs.look_after_successions)
        kinds.every_minute(jobs.look_after_reminders)
