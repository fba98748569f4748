"""National programmes and their task groups."""

from django.contrib import admin

from programmes.admin.enacted import EnactedAdmin, EnactedInline
from programmes.models import NationalTaskGroup, Programme


class NationalTaskGroupInline(EnactedInline):
    model = NationalTaskGroup


@admin.register(Programme)
class ProgrammeAdmin(EnactedAdmin):
    list_display = ["decision", "decided_on", "year_from", "year_to", "evidence"]
    list_filter = ["evidence"]
    search_fields = ["decision", "title", "key"]
    inlines = [NationalTaskGroupInline]


@admin.register(NationalTaskGroup)
class NationalTaskGroupAdmin(EnactedAdmin):
    list_display = ["code", "title", "programme", "position"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    search_fields = ["code", "title"]
