from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = _("Connected programs")

    def ready(self) -> None:
        """Let the minute tick forget old answers and warn of tokens that end; tokens end with whom they belong to."""
        from api import jobs as duties  # noqa: PLC0415 (models are not loaded before this moment)
        from api.actions.ending import end_tokens  # noqa: PLC0415
        from api.queries.tokens import tokens_held_by  # noqa: PLC0415
        from jobs import kinds  # noqa: PLC0415
        from organisations import handover  # noqa: PLC0415

        kinds.every_minute(duties.forget_old_answers)
        kinds.every_minute(duties.warn_of_ends)
        held = handover.OpenWork(
            _("Tokens of programs, which end with the account"),
            lambda person: tokens_held_by(person).count(),
            end_tokens,
        )
        handover.register(held)
