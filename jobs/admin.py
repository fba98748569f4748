"""Long work in the administration: read, search, run again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from common.volume import LargeAdmin, SeenValuesFilter
from jobs.actions import retry
from jobs.models import Job
from journal.actions import note_down


@admin.register(Job)
class JobAdmin(LargeAdmin):
    list_display = ["title", "kind", "status", "owner", "done", "total", "attempt", "created_at", "ended_at"]
    list_filter = ["created_at", "status", ("kind", SeenValuesFilter)]
    search_fields = ["title", "key", "problem", "owner__email"]
    list_select_related = ["owner"]
    actions = ["run_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (
            super().has_view_permission(request, obj) and obj is None
        )  # the list offers "run again"; a row is read

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    @admin.action(description=_("Run again what failed"), permissions=["view"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse | None:
        """Ask first; then run each again and note it down. What did not fail, or is another's, is left alone and said.

        Whoever only looks at the list of jobs runs none but those they asked for.
        """
        question = gettext("Run these again?")
        page = self.asked_first(request, queryset, action="run_again", question=question)
        if page is not None:
            return page
        for job in queryset:
            if not request.user.has_perm("jobs.retry_job", job):
                self.message_user(
                    request,
                    gettext("%(job)s: it was asked for by somebody else.") % {"job": job},
                    messages.WARNING,
                )
                continue
            try:
                retry(job, by=request.user)  # type: ignore[arg-type]
                note_down(job, "run_again_in_administration", by=request.user)  # type: ignore[arg-type] # as above
            except RuleBroken as no:
                self.message_user(request, f"{job}: {no.reason}", messages.WARNING)
        return None
