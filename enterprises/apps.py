from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        """Make the recipes known and let the minute tick look after certificates that end."""
        from enterprises import jobs  # noqa: PLC0415 (models are not loaded before this moment)
        from enterprises.actions.importing import JUDGE, WRITE  # noqa: PLC0415
        from jobs import kinds  # noqa: PLC0415

        kinds.register(JUDGE, jobs.JUDGE_KIND)
        kinds.register(WRITE, jobs.WRITE_KIND)
        kinds.every_minute(jobs.look_after_expiries)
