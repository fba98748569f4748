"""The journal, and what it listens to."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Tell every connection who acts, watch every table once it is there, and hear of sign-ins."""
        from journal import looking, sign_in  # noqa: PLC0415
        from journal.acting import listen  # noqa: PLC0415 - settings and models are known only now
        from journal.watching import put_on_triggers  # noqa: PLC0415

        connection_created.connect(listen, dispatch_uid="journal.listen")
        post_migrate.connect(put_on_triggers, sender=self, dispatch_uid="journal.put_on_triggers")
        sign_in.listen()
        looking.listen()
