"""Plans with their phases, bases, policies and duties."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.vietnamese import fold
from programmes.admin.enacted import EnactedAdmin, EnactedInline, PlanFilter
from programmes.models import Phase, Plan, PlanBasis, PlanPolicy, ReportingDuty


class PhaseInline(EnactedInline):
    model = Phase


class PlanBasisInline(EnactedInline):
    model = PlanBasis
    related = ("document",)


class PlanPolicyInline(EnactedInline):
    model = PlanPolicy


class ReportingDutyInline(EnactedInline):
    model = ReportingDuty
    related = ("organisation",)


@admin.register(Plan)
class PlanAdmin(EnactedAdmin):
    editable = ("about_tolerance",)
    list_display = [
        "document",
        "province",
        "programme",
        "standing",
        "year_from",
        "year_to",
        "about_tolerance",
    ]
    list_filter = ["standing", "programme", ("province", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["folded", "title", "key", "document__number_and_symbol"]
    inlines = [PhaseInline, PlanBasisInline, PlanPolicyInline, ReportingDutyInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        """Plans with all that their name is made of."""
        return super().get_queryset(request).select_related("document", "province", "programme")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Plan], search_term: str
    ) -> tuple[QuerySet[Plan], bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))


class OfPlan(EnactedAdmin):
    """A row that names its plan in the list."""

    list_filter = [PlanFilter]
    list_select_related = ["plan__document", "plan__province"]


@admin.register(Phase)
class PhaseAdmin(OfPlan):
    list_display = ["code", "plan", "year_from", "year_to"]
    search_fields = ["code", "plan__folded"]


@admin.register(PlanBasis)
class PlanBasisAdmin(OfPlan):
    list_display = ["document", "plan", "position", "source_lines"]
    list_select_related = ["plan__document", "plan__province", "document"]
    search_fields = ["document__number_and_symbol", "document__folded"]


@admin.register(PlanPolicy)
class PlanPolicyAdmin(OfPlan):
    list_display = ["kind", "text", "plan", "source_lines"]
    list_filter = ["kind", PlanFilter]
    search_fields = ["text"]


@admin.register(ReportingDuty)
class ReportingDutyAdmin(OfPlan):
    list_display = ["kind", "who_raw", "organisation", "when_raw", "due_month", "due_day", "plan", "evidence"]
    list_filter = ["kind", PlanFilter, "evidence"]
    list_select_related = ["plan__document", "plan__province", "organisation"]
    search_fields = ["who_raw", "when_raw", "organisation__folded"]
