"""What enterprises declared, make and hold: searched and read; it changes through their pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.readonly import ReadOnlyAdmin
from common.vietnamese import fold
from common.volume import SeenValuesFilter
from enterprises.models import Certificate, Product, RegisterUpload, SizeDeclaration


class OfAnEnterprise(ReadOnlyAdmin):
    """Rows of an enterprise, found by its name with or without dấu or its tax code."""

    list_select_related = ["enterprise"]
    search_fields = ["enterprise__folded", "enterprise__tax_code"]
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(SizeDeclaration)
class SizeDeclarationAdmin(OfAnEnterprise):
    list_display = ["enterprise", "year", "labour", "revenue", "capital", "declared_at", "declared_by"]
    list_select_related = ["enterprise", "declared_by"]
    list_filter = [("year", SeenValuesFilter)]


@admin.register(Product)
class ProductAdmin(OfAnEnterprise):
    list_display = ["name", "enterprise", "is_key", "is_exported", "ocop_stars"]
    list_filter = ["is_key", "is_exported", ("ocop_stars", SeenValuesFilter)]


@admin.register(Certificate)
class CertificateAdmin(OfAnEnterprise):
    list_display = ["title", "number", "enterprise", "kind", "issued_on", "expires_on"]
    list_filter = ["expires_on", "kind"]


@admin.register(RegisterUpload)
class RegisterUploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "province", "uploaded_at", "uploaded_by", "confirmed_at", "confirmed_by"]
    list_select_related = ["province", "uploaded_by", "confirmed_by"]
    list_filter = ["province"]
    exclude = ["file"]
