"""What the desk keeps: a person's views, and the counters receipts take their numbers from."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from support.models import ReceiptCounter, SavedView


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    list_display = ["user", "name", "query"]
    search_fields = ["user__email", "user__full_name", "name"]
    list_select_related = ["user"]


@admin.register(ReceiptCounter)
class ReceiptCounterAdmin(ReadOnlyAdmin):
    list_display = ["province", "year", "last"]
    list_filter = ["year", "province"]
    list_select_related = ["province"]
