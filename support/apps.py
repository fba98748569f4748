from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Support of enterprises")

    def ready(self) -> None:
        """Make recipes of long work and duties of the minute tick known."""
