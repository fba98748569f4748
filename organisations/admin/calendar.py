"""Days on which offices work or rest other than the public calendar says, in and out as a table."""

from django.contrib import admin
from django.http import HttpRequest
from import_export.admin import ImportExportMixin

from organisations.admin.journalled import JournalledAdmin
from organisations.admin.resources import CalendarExceptionResource
from organisations.models import CalendarException


@admin.register(CalendarException)
class CalendarExceptionAdmin(ImportExportMixin, JournalledAdmin):
    resource_classes = [CalendarExceptionResource]
    list_display = ["day", "name", "is_working", "legal_basis", "evidence"]
    list_filter = ["is_working", "evidence"]
    search_fields = ["name", "legal_basis"]
    date_hierarchy = "day"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Importing adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list may take it along."""
        return self.has_view_permission(request)
