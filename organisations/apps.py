from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Provinces and organisations")

    def ready(self) -> None:
        """Whoever reads or decides for a whole province, or the ministry, shows a second factor; invitations are sent."""
        from accounts import second_factor  # noqa: PLC0415 (models are not loaded before this moment)
        from jobs import kinds  # noqa: PLC0415
        from organisations import jobs  # noqa: PLC0415
        from organisations.queries.reach import sees_more_than_a_unit  # noqa: PLC0415

        second_factor.ask_those_who(sees_more_than_a_unit)
        kinds.every_minute(jobs.send_invitations)
