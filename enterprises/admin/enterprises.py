"""The register of enterprises in the administration."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from common.tables import Tables
from common.vietnamese import fold
from enterprises.admin.resources import EnterpriseResource
from enterprises.models import Enterprise
from organisations.admin.journalled import JournalledAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(Tables, JournalledAdmin):
    resource_classes = [EnterpriseResource]
    list_display = ["name", "tax_code", "kind", "province", "times_named", "is_demo"]
    list_filter = [
        "kind",
        "province",
        ("tax_code", admin.EmptyFieldListFilter),
        "is_demo",
    ]
    list_select_related = ["province"]
    search_fields = ["folded", "tax_code__startswith"]
    autocomplete_fields = ["province"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        """Enterprises with how often units named them, counted for the rows in sight only."""
        supported = Enterprise._meta.get_field("supported").related_model
        naming = supported._default_manager.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
        counted = Subquery(naming.annotate(times=Count("pk")).values("times"))
        return super().get_queryset(request).annotate(times_named=Coalesce(counted, 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Enterprise], search_term: str
    ) -> tuple[QuerySet[Enterprise], bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; a tax code that what was granted forbids is refused in words, and nothing is saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RuleBroken as no:
            messages.error(request, no.reason)
            return redirect(request.get_full_path())

    @admin.display(description=_("named by units"))
    def times_named(self, enterprise: Enterprise) -> int:
        """How many records of units name it."""
        return enterprise.times_named  # type: ignore[attr-defined] # annotated above
