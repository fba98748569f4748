"""Appraisers, points and decisions in the administration: read only."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from support.models import Appraiser, Decision, Score


@admin.register(Appraiser)
class AppraiserAdmin(ReadOnlyAdmin):
    list_display = ["application", "user", "has_conflict", "declared_at", "scored_at"]
    list_filter = ["has_conflict"]
    list_select_related = ["application", "user"]
    search_fields = ["application__code", "user__email", "user__full_name"]


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    list_display = ["appraiser", "criterion", "points"]
    list_select_related = ["appraiser__application", "appraiser__user", "criterion"]
    search_fields = ["appraiser__application__code"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_filter = ["decided_at"]
    list_display = [
        "application",
        "proposed_at",
        "proposed_by",
        "decided_at",
        "decided_by",
        "number",
        "issued_on",
    ]
    list_select_related = ["application", "proposed_by", "decided_by"]
    search_fields = ["application__code", "application__enterprise__name"]
