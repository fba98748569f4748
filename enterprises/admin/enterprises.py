"""The register of enterprises in the administration."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin

from common.vietnamese import fold
from enterprises.admin.resources import EnterpriseResource
from enterprises.models import Enterprise
from organisations.admin.journalled import JournalledAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(ImportExportMixin, JournalledAdmin):
    resource_classes = [EnterpriseResource]
    list_display = ["name", "tax_code", "kind", "province", "times_named", "is_demo"]
    list_filter = [
        "kind",
        ("province", admin.RelatedOnlyFieldListFilter),
        ("tax_code", admin.EmptyFieldListFilter),
        "is_demo",
    ]
    list_select_related = ["province"]
    search_fields = ["folded", "tax_code"]
    autocomplete_fields = ["province"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        """Enterprises with how often units named them."""
        return super().get_queryset(request).annotate(times_named=Count("supported"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Enterprise], search_term: str
    ) -> tuple[QuerySet[Enterprise], bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description=_("named by units"), ordering="times_named")
    def times_named(self, enterprise: Enterprise) -> int:
        """How many records of units name it."""
        return enterprise.times_named  # type: ignore[attr-defined] # annotated above

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Importing adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list may take it along."""
        return self.has_view_permission(request)
