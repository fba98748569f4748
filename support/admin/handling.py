"""What happened to applications on the desk: read only."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from support.models import Check, Message, OpinionRequest, SupplementPoint, SupplementRequest

PLACE = ["application__enterprise", "application__plan"]
SOUGHT = ["application__code", "application__enterprise__folded"]


@admin.register(Check)
class CheckAdmin(ReadOnlyAdmin):
    list_display = ["application", "kind", "item", "result", "checked_by", "checked_at"]
    list_filter = ["kind", "result", "application__plan__province"]
    search_fields = [*SOUGHT, "evidence"]
    list_select_related = [*PLACE, "item__content", "item__application", "checked_by"]


@admin.register(SupplementRequest)
class SupplementRequestAdmin(ReadOnlyAdmin):
    list_display = ["application", "round", "asked_on", "due_on", "days_left", "answered_on", "closed_on"]
    list_filter = ["asked_on", "application__plan__province"]
    search_fields = [*SOUGHT, "reason", "answer"]
    list_select_related = PLACE


@admin.register(SupplementPoint)
class SupplementPointAdmin(ReadOnlyAdmin):
    list_display = ["request", "text", "answer"]
    search_fields = ["text", "answer", "request__application__code"]
    list_select_related = ["request__application"]


@admin.register(OpinionRequest)
class OpinionRequestAdmin(ReadOnlyAdmin):
    list_display = ["application", "organisation", "due_on", "stance", "answered_at", "closed_at"]
    list_filter = ["stance", "application__plan__province"]
    search_fields = [*SOUGHT, "organisation__folded", "question", "answer"]
    list_select_related = [*PLACE, "organisation"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["application", "written_by", "written_at", "is_internal", "text"]
    list_filter = ["is_internal"]
    search_fields = [*SOUGHT, "text"]
    list_select_related = [*PLACE, "written_by"]
