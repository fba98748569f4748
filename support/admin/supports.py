"""Granted supports, their money and their outcomes: read only; they change through the steps on their pages."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from support.models import Disbursement, EffectReport, Milestone, Outcome, Support


@admin.register(Support)
class SupportAdmin(ReadOnlyAdmin):
    list_display = [
        "enterprise",
        "content",
        "state",
        "granted_on",
        "amount",
        "contract_number",
        "accepted_on",
    ]
    list_filter = ["granted_on", "state", "is_demo", "content__plan__province"]
    search_fields = ["enterprise__folded", "content__folded", "contract_number", "item__application__code"]
    list_select_related = ["enterprise", "content"]


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_filter = ["due_on"]
    list_display = ["title", "support", "due_on", "done_on"]
    search_fields = ["title", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content"]


@admin.register(Disbursement)
class DisbursementAdmin(ReadOnlyAdmin):
    list_display = ["support", "direction", "amount", "paid_on", "document", "entered_by"]
    list_filter = ["paid_on", "direction", "support__content__plan__province"]
    search_fields = ["document", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content", "entered_by"]


@admin.register(EffectReport)
class EffectReportAdmin(ReadOnlyAdmin):
    list_display = ["support", "year", "gain", "is_still_certified", "declared_at", "declared_by"]
    list_filter = [("year", SeenValuesFilter), "is_still_certified"]
    search_fields = ["text", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content", "declared_by"]


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "support", "reached_on", "struck_on"]
    list_filter = ["reached_on", "kind", "support__content__plan__province"]
    search_fields = ["folded", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content"]
