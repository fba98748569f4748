"""Task groups, tasks and roles: the text is read only, the national group is DOST's to say."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from organisations.models import Evidence
from programmes.admin.enacted import EnactedAdmin, EnactedInline, PlanFilter, PlanOfTaskFilter
from programmes.models import AnnualTarget, NationalTaskGroup, Task, TaskGroup, TaskRole


class TaskRoleInline(EnactedInline):
    model = TaskRole
    related = ("organisation", "group")


class AnnualInline(EnactedInline):
    model = AnnualTarget
    fk_name = "task"
    fields = ["year", "value", "raw"]


class NationalGroupField(forms.ModelChoiceField):
    """National groups by code and title, which is how people know them."""

    def label_from_instance(self, obj: Any) -> str:
        """ "NG3. Hỗ trợ doanh nghiệp …"."""
        return f"{obj.code}. {obj.title}"


@admin.register(TaskGroup)
class TaskGroupAdmin(EnactedAdmin):
    list_display = ["code", "title", "plan", "source_lines"]
    list_filter = [PlanFilter]
    list_select_related = ["plan__document", "plan__province"]
    search_fields = ["code", "title"]


@admin.register(Task)
class TaskAdmin(EnactedAdmin):
    editable = ("national_group",)
    list_display = [
        "code",
        "title",
        "plan",
        "kind",
        "timing_kind",
        "national_group",
        "national_group_evidence",
    ]
    list_filter = [PlanFilter, "kind", "timing_kind", "national_group_evidence"]
    list_select_related = ["plan__document", "plan__province", "national_group"]
    search_fields = ["code", "title", "lead_raw", "partners_raw"]
    inlines = [TaskRoleInline, AnnualInline]

    def get_form(self, request: HttpRequest, obj: Task | None = None, **kwargs: Any) -> type[forms.ModelForm]:  # type: ignore[override]
        """Only the national groups of the plan's own programme may be chosen."""
        form = super().get_form(request, obj, **kwargs)
        if obj is not None and "national_group" in form.base_fields:
            groups = NationalTaskGroup.objects.filter(programme=obj.plan.programme_id)
            form.base_fields["national_group"].queryset = groups  # type: ignore[attr-defined]
        return form

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """The national groups with their codes; none are made from here."""
        if db_field.name == "national_group":
            return NationalGroupField(
                NationalTaskGroup.objects.all(), required=False, label=db_field.verbose_name
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """A group said by hand is from memory until somebody confirms it; without a group nothing is known."""
        if "national_group" in form.changed_data:
            obj.national_group_evidence = Evidence.MEMORY if obj.national_group else Evidence.UNKNOWN
        super().save_model(request, obj, form, change)


@admin.register(TaskRole)
class TaskRoleAdmin(EnactedAdmin):
    list_display = ["task", "kind", "organisation", "group", "raw"]
    list_filter = [PlanOfTaskFilter, "kind"]
    list_select_related = ["task", "organisation", "group"]
    search_fields = [
        "task__code",
        "task__title",
        "organisation__folded",
        "organisation__name",
        "group__phrase",
        "raw",
    ]
