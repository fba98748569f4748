"""Reporting in the administration: what units sent is read, the paper's facts and the calendar are set."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.admin.journalled import JournalledAdmin
from programmes.models import LegalDocument
from reporting.models import (
    Campaign,
    Figure,
    Filing,
    IssuedDocument,
    Letter,
    ReminderStep,
    Report,
    ReportingPeriod,
    ReportSetting,
    RequestLetter,
    ReturnedPart,
    Statement,
    Submission,
    SubmissionLine,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are searched and read; they change only through the portal's own steps."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


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


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["period", "rendered_at", "pages", "sha256"]
    list_filter = ["period__year", "period__plan__province"]
    search_fields = ["sha256", "period__plan__folded", "period__plan__key"]
    list_select_related = ["period__plan__document", "period__plan__province"]
    fields = ["period", "rendered_at", "pages", "sha256", "document"]
    date_hierarchy = "rendered_at"


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = [
        "organisation",
        "period",
        "state",
        "is_nil",
        "is_demo",
        "saved_at",
        "certified_at",
        "decided_at",
    ]
    list_filter = ["state", "is_nil", "is_demo", "period__year", "period__plan__province"]
    search_fields = ["organisation__name", "organisation__folded", "period__plan__folded", "nil_reason"]
    list_select_related = ["organisation", "period__plan__document", "period__plan__province"]


@admin.register(SubmissionLine)
class SubmissionLineAdmin(ReadOnlyAdmin):
    list_display = ["submission", "role", "attribution", "title", "is_nil"]
    list_filter = ["attribution", "role", "is_nil", "submission__period__year", "national_group"]
    search_fields = ["narrative", "heading", "nil_reason", "submission__organisation__folded", "task__title"]
    list_select_related = ["submission__organisation", "submission__period", "task", "national_group"]

    @admin.display(description=_("about"))
    def title(self, line: SubmissionLine) -> str:
        """The task, national group or heading, in short."""
        return str(line)[:100]


@admin.register(Figure)
class FigureAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "line", "to_date", "estimate", "unit", "precision", "target", "is_own"]
    list_filter = ["precision", "is_own", "line__attribution", "line__submission__period__year"]
    search_fields = ["indicator", "unit", "target__code", "line__submission__organisation__folded"]
    list_select_related = ["line__task", "line__national_group", "target"]


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "submission", "addressee", "national_group"]
    list_filter = ["kind", "submission__period__year", "national_group"]
    search_fields = ["text", "cause", "addressee", "submission__organisation__folded"]
    list_select_related = ["submission__organisation", "submission__period", "national_group"]


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ["document", "section", "submission"]
    list_filter = ["section", "submission__period__year"]
    search_fields = [
        "document__number_and_symbol",
        "document__folded",
        "submission__organisation__folded",
    ]
    list_select_related = ["document", "submission__organisation", "submission__period"]


@admin.register(ReturnedPart)
class ReturnedPartAdmin(ReadOnlyAdmin):
    list_display = ["submission", "round", "part", "line", "reason"]
    list_filter = ["part", "round", "submission__period__year"]
    search_fields = ["reason", "submission__organisation__folded"]
    list_select_related = [
        "submission__organisation",
        "submission__period",
        "line__task",
        "line__national_group",
    ]


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin):
    list_display = ["number", "submission", "round", "certified_at", "certified_by", "alone", "withdrawn_at"]
    list_filter = ["alone", "period__year", "period__plan__province"]
    search_fields = ["sha256", "submission__organisation__folded", "on_behalf_of"]
    list_select_related = ["submission__organisation", "submission__period", "certified_by"]
    date_hierarchy = "certified_at"


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
