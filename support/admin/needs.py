"""Needs are read; they move by the portal's own steps."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from programmes.admin.enacted import PlanFilter
from support.models import Need


@admin.register(Need)
class NeedAdmin(ReadOnlyAdmin):
    list_display = ["enterprise", "organisation", "plan", "content", "state", "sent_at"]
    list_filter = [PlanFilter, "state"]
    list_select_related = ["enterprise", "organisation", "plan__document", "plan__province", "content"]
    search_fields = ["enterprise__folded", "text"]
