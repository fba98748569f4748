"""Findings: the remark may be put right; accepting happens on the plan's page."""

from django.contrib import admin

from programmes.admin.enacted import EnactedAdmin, PlanFilter
from programmes.models import Finding


@admin.register(Finding)
class FindingAdmin(EnactedAdmin):
    editable = ("remark",)
    list_display = ["code", "text", "plan", "source_lines", "accepted_at", "accepted_by"]
    list_filter = [PlanFilter, ("accepted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["plan__document", "plan__province", "accepted_by"]
    search_fields = ["code", "text", "remark", "codes"]
