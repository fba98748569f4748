"""Legal documents: those of plans are read only, those that units issued later may be put right."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from common.volume import SeenValuesFilter
from organisations.admin.journalled import JournalledAdmin
from programmes.models import LegalDocument, Plan, PlanBasis


def is_enacted(document: Model | None) -> bool:
    """Whether a plan is this document or rests on it; asked once for a document."""
    if document is None:
        return False
    known: bool | None = getattr(document, "is_enacted", None)
    if known is None:
        known = (
            Plan.objects.filter(document=document.pk).exists()
            or PlanBasis.objects.filter(document=document.pk).exists()
        )
        document.is_enacted = known  # type: ignore[attr-defined] # kept on the row
    return known


@admin.register(LegalDocument)
class LegalDocumentAdmin(JournalledAdmin):
    list_display = ["number_and_symbol", "kind", "issued_on", "issued_year", "issuer", "province", "is_demo"]
    list_filter = [
        "kind",
        "is_demo",
        ("issued_year", SeenValuesFilter),
        "province",
    ]
    list_select_related = ["issuer", "province"]
    search_fields = ["number_and_symbol", "abstract", "folded", "issuer_text"]
    autocomplete_fields = ["issuer", "province"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not the documents of plans."""
        return super().has_change_permission(request, obj) and not is_enacted(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not the documents of plans."""
        return super().has_delete_permission(request, obj) and obj is not None and not is_enacted(obj)
