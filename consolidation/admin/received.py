"""Other installations and what they sent: read only; both change through the steps on their pages."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from consolidation.models import Installation, ReceivedReport


@admin.register(Installation)
class InstallationAdmin(ReadOnlyAdmin):
    list_display = ["name", "fingerprint", "trusted_at", "trusted_by", "withdrawn_at"]
    search_fields = ["name", "fingerprint", "public_key"]
    list_select_related = ["trusted_by"]


@admin.register(ReceivedReport)
class ReceivedReportAdmin(ReadOnlyAdmin):
    list_display = ["province", "plan", "period", "version", "number_line", "installation", "received_at"]
    list_filter = ["year", "period_kind", "installation"]
    search_fields = ["province", "plan", "symbol", "sha256", "code"]
    list_select_related = ["installation"]
