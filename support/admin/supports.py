"""Granted supports, their money and their outcomes: read only; they change through the steps on their pages."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
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
    list_filter = ["state", "is_demo", "content__plan__province"]
    search_fields = ["enterprise__folded", "content__folded", "contract_number", "item__application__code"]
    list_select_related = ["enterprise", "content"]
    date_hierarchy = "granted_on"


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ["title", "support", "due_on", "done_on"]
    search_fields = ["title", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content"]
    date_hierarchy = "due_on"


@admin.register(Disbursement)
class DisbursementAdmin(ReadOnlyAdmin):
    list_display = ["support", "direction", "amount", "paid_on", "document", "entered_by"]
    list_filter = ["direction", "support__content__plan__province"]
    search_fields = ["document", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content", "entered_by"]
    date_hierarchy = "paid_on"


@admin.register(EffectReport)
class EffectReportAdmin(ReadOnlyAdmin):
    list_display = ["support", "year", "gain", "is_still_certified", "declared_at", "declared_by"]
    list_filter = ["year", "is_still_certified"]
    search_fields = ["text", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content", "declared_by"]


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "support", "reached_on", "struck_on"]
    list_filter = ["kind", "support__content__plan__province"]
    search_fields = ["folded", "support__enterprise__folded"]
    list_select_related = ["support__enterprise", "support__content"]
    date_hierarchy = "reached_on"
