"""What units sent: read only, but for what a figure counts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.readonly import ReadOnlyAdmin
from organisations.admin.journalled import JournalledAdmin
from reporting.models import (
    Answer,
    Figure,
    Filing,
    IssuedDocument,
    ReturnedPart,
    Statement,
    Submission,
    SubmissionLine,
)


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
class FigureAdmin(JournalledAdmin):
    """What a unit reported is read; which records it counts may be corrected where the unit of measure misled."""

    list_display = ["indicator", "line", "counted_as", "to_date", "estimate", "unit", "target", "is_own"]
    list_filter = [
        "counted_as",
        "activity_kind",
        "precision",
        "is_own",
        "line__attribution",
        "line__submission__period__year",
    ]
    search_fields = ["indicator", "unit", "target__code", "line__submission__organisation__folded"]
    list_select_related = ["line__task", "line__national_group", "target"]
    settable = ("counted_as", "activity_kind")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002
        """Everything but what is counted."""
        names = [field.name for field in Figure._meta.fields if field.editable]
        return [name for name in names if name not in self.settable]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Figures are asked for by the portal or added by the unit."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "submission", "addressee", "national_group"]
    list_filter = ["kind", "submission__period__year", "national_group"]
    search_fields = ["text", "cause", "addressee", "submission__organisation__folded"]
    list_select_related = ["submission__organisation", "submission__period", "national_group"]


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "statement", "answered_by", "answered_on", "closes", "noted_by"]
    list_filter = ["closes", "answered_on"]
    search_fields = ["text", "answered_by", "statement__text"]
    list_select_related = ["statement", "noted_by"]


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
    list_filter = ["certified_at", "alone", "period__year", "period__plan__province"]
    search_fields = ["sha256", "submission__organisation__folded", "on_behalf_of"]
    list_select_related = ["submission__organisation", "submission__period", "certified_by"]
