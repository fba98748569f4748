"""Named records, files of evidence and rulings on double claims: read only; units and DOST change them in the portal."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from reporting.models import Activity, CertifiedExpert, DoubleClaim, EvidenceFile, SupportedEnterprise


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "starts_on", "place", "participants", "line"]
    list_filter = [
        "starts_on",
        "kind",
        "line__submission__period__year",
        "line__submission__period__plan__province",
    ]
    search_fields = ["title", "place", "organiser", "line__submission__organisation__folded"]
    list_select_related = ["line__task", "line__national_group"]


@admin.register(CertifiedExpert)
class CertifiedExpertAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "workplace", "certificate", "body", "certified_on"]
    list_filter = ["line__submission__period__year", "line__submission__period__plan__province"]
    search_fields = ["full_name", "folded", "certificate", "line__submission__organisation__folded"]


@admin.register(SupportedEnterprise)
class SupportedEnterpriseAdmin(ReadOnlyAdmin):
    list_display = ["enterprise", "content", "product", "figure"]
    list_filter = ["figure__line__submission__period__year", "enterprise__province", "enterprise__kind"]
    search_fields = [
        "enterprise__folded",
        "enterprise__tax_code",
        "content_folded",
        "figure__line__submission__organisation__folded",
    ]
    list_select_related = ["enterprise", "figure"]


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    """The files themselves open in the portal, for those who may see the form."""

    list_display = ["name", "line", "figure", "size", "added_at", "added_by"]
    list_filter = ["added_at", ("content_type", SeenValuesFilter), "line__submission__period__year"]
    search_fields = ["name", "sha256", "line__submission__organisation__folded"]
    list_select_related = ["line__task", "line__national_group", "figure", "added_by"]
    fields = ["name", "line", "figure", "activity", "content_type", "size", "sha256", "added_at", "added_by"]


@admin.register(DoubleClaim)
class DoubleClaimAdmin(ReadOnlyAdmin):
    list_display = ["enterprise", "period", "ruling", "reason", "decided_at", "decided_by"]
    list_filter = ["decided_at", "ruling", "period__year", "period__plan__province"]
    search_fields = ["enterprise__folded", "enterprise__tax_code", "content_folded", "reason"]
    list_select_related = ["enterprise", "period__plan__document", "period__plan__province", "decided_by"]
