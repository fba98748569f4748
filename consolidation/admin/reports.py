"""Reports and their pieces: read only; they change through the steps on their pages."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from consolidation.models import Comment, Dispatch, Passage, Report, SetAside, SignedFile, Waiver

PLACE = ["report__period__plan__document", "report__period__plan__province"]
SEARCHED = ["report__period__plan__folded", "report__period__plan__key"]


LONG = ("composed", "facts", "snapshot", "period__plan__source_text")
OF_ITS_REPORT = tuple(f"report__{column}" for column in LONG)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["period", "version", "state", "number", "symbol", "dated_on", "rendered_at", "pages"]
    list_filter = ["started_at", "state", "period__year", "period__plan__province"]
    search_fields = ["pdf_sha256", "symbol", "period__plan__folded", "period__plan__key"]
    list_select_related = ["period__plan__document", "period__plan__province"]
    list_leaves = LONG


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    list_display = ["report", "section", "position", "kind", "feed", "changed_at", "changed_by"]
    list_filter = ["kind", "report__period__year"]
    search_fields = ["text", *SEARCHED]
    list_select_related = [*PLACE, "changed_by"]
    list_leaves = OF_ITS_REPORT


@admin.register(SetAside)
class SetAsideAdmin(ReadOnlyAdmin):
    list_display = ["report", "kind", "key", "label", "reason", "at", "by"]
    list_filter = ["kind", "report__period__year"]
    search_fields = ["label", "reason", *SEARCHED]
    list_select_related = [*PLACE, "by"]
    list_leaves = OF_ITS_REPORT


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["report", "section", "text", "at", "by", "settled_at"]
    list_filter = ["report__period__year"]
    search_fields = ["text", *SEARCHED]
    list_select_related = [*PLACE, "by"]
    list_leaves = OF_ITS_REPORT


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    list_display = ["report", "finding", "place", "reason", "at", "by"]
    list_filter = ["finding", "report__period__year"]
    search_fields = ["reason", *SEARCHED]
    list_select_related = [*PLACE, "by"]
    list_leaves = OF_ITS_REPORT


@admin.register(SignedFile)
class SignedFileAdmin(ReadOnlyAdmin):
    list_display = ["report", "name", "pages", "sha256", "at", "by"]
    list_filter = ["report__period__year"]
    search_fields = ["name", "sha256", *SEARCHED]
    list_select_related = [*PLACE, "by"]
    list_leaves = OF_ITS_REPORT


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    list_display = ["report", "recipient", "way", "sent_on", "by"]
    list_filter = ["way", "report__period__year"]
    search_fields = ["recipient", *SEARCHED]
    list_select_related = [*PLACE, "by"]
    list_leaves = OF_ITS_REPORT
