from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Long work")

    def ready(self) -> None:
        """The journal stands below the tick, so the tick asks for its seals."""
        from jobs import kinds  # noqa: PLC0415 - models are known only now
        from jobs.strays import look_after_strays  # noqa: PLC0415
        from journal.duties import look_after_the_journal  # noqa: PLC0415

        kinds.every_minute(look_after_the_journal)
        kinds.every_minute(look_after_strays)
