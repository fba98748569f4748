"""The outbox in the administration: searched and read, never changed there."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from outbox.models import Mail, Notice


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "user", "day", "status", "tries", "sent_at"]
    list_filter = ["day", "status", "province"]
    search_fields = ["subject", "address", "user__full_name"]
    list_select_related = ["user"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["title", "user", "kind", "due_on", "created_at", "read_at"]
    list_filter = ["created_at", ("kind", SeenValuesFilter), "province"]
    search_fields = ["title", "key", "user__full_name", "user__email"]
    list_select_related = ["user"]
