from django.apps import AppConfig
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.prepared import keep_all


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        """Connections keep statements; the administration is the portal's, and its tables leave it harmless (``admin_formats``)."""
        keep_all()
        admin.site.site_header = admin.site.site_title = _("Administration of the portal")
        admin.site.index_title = _("Administration of the portal")
        from import_export.formats import base_formats  # noqa: PLC0415 - once the apps are there

        from common.admin_formats import FORMATS  # noqa: PLC0415

        base_formats.DEFAULT_FORMATS[:] = FORMATS
