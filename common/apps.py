from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        """Tables leave the administration as CSV and Excel, and harmless (see ``admin_formats``)."""
        from import_export.formats import base_formats  # noqa: PLC0415 - once the apps are there

        from common.admin_formats import FORMATS  # noqa: PLC0415

        base_formats.DEFAULT_FORMATS[:] = FORMATS
