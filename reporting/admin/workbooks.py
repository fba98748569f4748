"""Workbooks sent up: read only; the files are taken from the form's own page."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from reporting.models import WorkbookUpload


@admin.register(WorkbookUpload)
class WorkbookUploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "submission", "size", "uploaded_at", "uploaded_by", "confirmed_at"]
    list_filter = [
        "uploaded_at",
        "confirmed_at",
        "submission__period__year",
        "submission__period__plan__province",
    ]
    search_fields = ["name", "sha256", "submission__organisation__folded"]
    list_select_related = ["submission__organisation", "submission__period", "uploaded_by"]
    exclude = ["file"]
