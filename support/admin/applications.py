"""Applications, their contents and files: read only. A file is downloaded through the portal, never from here."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from support.models import Application, Attachment, RequestedItem


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["code", "enterprise", "plan", "state", "submitted_at", "due_on", "is_demo"]
    list_filter = ["state", "year", "plan", "is_demo"]
    search_fields = ["code", "enterprise__name", "enterprise__folded"]
    list_select_related = ["enterprise", "plan__province", "plan__document"]
    show_full_result_count = False


@admin.register(RequestedItem)
class RequestedItemAdmin(ReadOnlyAdmin):
    list_display = ["application", "content", "cost", "own_funds", "verdict", "amount"]
    list_filter = ["verdict"]
    search_fields = ["application__code", "content__short"]
    list_select_related = ["application", "content"]
    show_full_result_count = False


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    exclude = ["file"]
    list_display = ["name", "application", "paper", "content_type", "size", "added_at", "added_by"]
    list_filter = ["content_type"]
    search_fields = ["name", "application__code", "sha256"]
    list_select_related = ["application", "paper", "added_by"]
    show_full_result_count = False
