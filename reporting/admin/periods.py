"""Periods, their paper and their campaigns."""

from django.contrib import admin
from django.http import HttpRequest

from common.readonly import ReadOnlyAdmin
from organisations.admin.journalled import JournalledAdmin
from programmes.models import LegalDocument
from reporting.models import (
    Campaign,
    Letter,
    Outline,
    ReminderStep,
    ReportingPeriod,
    ReportSetting,
    RequestLetter,
)


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ReadOnlyAdmin):
    """A period is opened, and its days are moved, in the portal, which makes the forms and tells the units."""

    list_display = ["plan", "kind", "number", "year", "cutoff_on", "opens_on", "due_on", "locks_on"]
    list_filter = ["kind", "year", "plan__province"]
    search_fields = ["plan__title", "plan__folded", "plan__key", "year"]
    list_select_related = ["plan__document", "plan__province"]


@admin.register(ReportSetting)
class ReportSettingAdmin(JournalledAdmin):
    list_display = ["period", "issuer", "symbol", "place", "position", "signer"]
    list_filter = ["period__year", "period__plan__province"]
    search_fields = ["issuer", "signer", "title", "period__plan__folded"]
    list_select_related = ["period__plan__document", "period__plan__province"]
    autocomplete_fields = ["period"]


@admin.register(RequestLetter)
class RequestLetterAdmin(JournalledAdmin):
    list_display = ["document", "period", "is_ours", "position"]
    list_filter = ["is_ours", "period__year", "period__plan__province"]
    search_fields = ["document__number_and_symbol", "document__folded", "sent_to"]
    list_select_related = ["document", "period__plan__document", "period__plan__province"]
    raw_id_fields = ["document"]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        """The register of documents is searched where it is in the administration."""
        return ["period", "document"] if admin.site.is_registered(LegalDocument) else ["period"]


@admin.register(Campaign)
class CampaignAdmin(JournalledAdmin):
    """When a period's work starts by itself. What was started stays linked to its job."""

    list_display = ["period", "step", "runs_at", "job"]
    list_filter = ["step", "period__year", "period__plan__province"]
    search_fields = ["period__plan__folded", "period__plan__key"]
    list_select_related = ["period__plan__document", "period__plan__province", "job"]
    date_hierarchy = "runs_at"
    autocomplete_fields = ["period"]
    readonly_fields = ["job"]

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """What was started stays: without its row the work would be started once more."""
        return (obj is None or obj.job_id is None) and super().has_delete_permission(request, obj)


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["kind", "period", "document", "created_at", "created_by"]
    list_filter = ["kind", "period__year", "period__plan__province"]
    search_fields = ["document__number_and_symbol", "document__folded", "period__plan__folded"]
    list_select_related = ["period__plan__document", "period__plan__province", "document", "created_by"]


@admin.register(ReminderStep)
class ReminderStepAdmin(JournalledAdmin):
    """The rungs of the ladder; a plan with rungs of its own is reminded by those only."""

    list_display = ["plan", "kind", "days", "to_leader", "valid_from", "valid_to"]
    list_filter = ["kind", "plan__province"]
    search_fields = ["plan__title", "plan__folded", "plan__key"]
    list_select_related = ["plan__document", "plan__province"]
    raw_id_fields = ["plan"]


@admin.register(Outline)
class OutlineAdmin(ReadOnlyAdmin):
    list_display = ["key", "version", "programme", "kind", "province", "valid_from_year", "published_at"]
    list_filter = ["kind", "programme", "province"]
    search_fields = ["key", "title"]
    list_select_related = ["programme", "province"]
