"""Applications, their contents and files: read only. A file is downloaded through the portal, never from here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from programmes.admin.enacted import PlanFilter
from support.models import Application, Attachment, RequestedItem
from support.queries.desk import matching


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["code", "enterprise", "plan", "state", "submitted_at", "due_on", "is_demo"]
    sortable_by = ()  # newest first: by a column all rows would be read
    list_filter = ["state", ("year", SeenValuesFilter), PlanFilter, "is_demo"]
    search_fields = ["code"]  # and what the desk finds by, see below
    search_help_text = _("A code, the name of an enterprise, or a tax code.")
    list_select_related = ["enterprise", "plan__province", "plan__document"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Application], search_term: str
    ) -> tuple[QuerySet[Application], bool]:
        """As the desk searches: by code, name or tax code, whichever it looks like, so that an index answers."""
        return (matching(search_term, request.user, queryset) if search_term else queryset), False  # type: ignore[arg-type] # only people who signed in come here


@admin.register(RequestedItem)
class RequestedItemAdmin(ReadOnlyAdmin):
    list_display = ["application", "content", "cost", "own_funds", "verdict", "amount"]
    sortable_by = ()  # newest first: by a column all rows would be read
    list_filter = ["verdict"]
    search_fields = ["application__code__startswith"]
    list_select_related = ["application", "content"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    exclude = ["file"]
    list_display = ["name", "application", "paper", "content_type", "size", "added_at", "added_by"]
    list_filter = [("content_type", SeenValuesFilter)]
    search_fields = ["name", "application__code", "sha256"]
    list_select_related = ["application", "paper", "added_by"]
