"""Long work in the administration: read, search, run again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from jobs.actions import retry
from jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "status", "owner", "done", "total", "attempt", "created_at", "ended_at"]
    list_filter = ["status", "kind"]
    search_fields = ["title", "key", "problem", "owner__email"]
    list_select_related = ["owner"]
    date_hierarchy = "created_at"
    actions = ["run_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (
            super().has_view_permission(request, obj) and obj is None
        )  # the list offers "run again"; a row is read

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    @admin.action(description=_("Run again what failed"))
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        for job in queryset:
            try:
                retry(job, by=request.user)  # type: ignore[arg-type]
            except RuleBroken as no:
                self.message_user(request, f"{job}: {no.reason}", messages.WARNING)
