"""Tables in and out of the administration, for those who may change, or see, the rows anyway."""

from django.http import HttpRequest
from import_export.admin import ImportExportMixin


class Tables(ImportExportMixin):
    """Import and export under the rights of the list itself; the library alone would let in whoever may open the administration."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Importing adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list may take it along."""
        return self.has_view_permission(request)
