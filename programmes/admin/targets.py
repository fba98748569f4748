"""Targets: the promise is read only; base, rule for rows and yearly figures are DOST's to decide."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.tables import Tables
from organisations.admin.journalled import JournalledAdmin
from programmes.admin.enacted import EnactedAdmin, PlanFilter, is_history
from programmes.admin.resources import TargetResource
from programmes.expressions import to_words
from programmes.models import AnnualTarget, Baseline, IndicatorFamily, Target


class AssignedForm(forms.ModelForm):
    """A yearly figure that DOST assigns."""

    class Meta:
        model = AnnualTarget
        fields = ["year", "value"]

    def clean_year(self) -> int:
        """A year of the plan's period."""
        year, plan = self.cleaned_data["year"], self.instance.target.plan
        if not plan.year_from <= year <= plan.year_to:
            raise ValidationError(
                _("The plan runs from %(first)s to %(last)s.")
                % {"first": plan.year_from, "last": plan.year_to}
            )
        return year

    def save(self, commit: bool = True) -> AnnualTarget:  # noqa: FBT001, FBT002 - Django's signature
        """Mark the figure as assigned: the plan did not enact it."""
        self.instance.is_assigned = True
        return super().save(commit)


class AssignedInline(admin.TabularInline):
    """Yearly figures of a target where the plan has none."""

    model = AnnualTarget
    form = AssignedForm
    fk_name = "target"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnnualTarget]:
        """Only what DOST assigned; enacted figures are not to be changed."""
        return super().get_queryset(request).filter(is_assigned=True)


@admin.register(Target)
class TargetAdmin(Tables, EnactedAdmin):
    resource_classes = [TargetResource]
    editable = ("base_kind", "rows_rule")
    list_display = ["code", "in_words", "indicator", "plan", "base_kind", "rows_rule"]
    list_filter = [PlanFilter, "family", "operator", "base_kind", "rows_rule", "counted_from"]
    list_select_related = ["plan__document", "plan__province", "base_target__phase"]
    search_fields = ["code", "indicator", "statement"]
    inlines = [AssignedInline]

    @admin.display(description=gettext_lazy("in words"), ordering="value")
    def in_words(self, target: Target) -> str:
        """The promise as a person says it."""
        return to_words(target.expression, get_language() or "vi")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Importing changes what DOST decides."""
        return self.has_change_permission(request)


@admin.register(IndicatorFamily)
class IndicatorFamilyAdmin(EnactedAdmin):
    list_display = ["code", "name", "unit", "position"]
    search_fields = ["code", "name"]


@admin.register(Baseline)
class BaselineAdmin(EnactedAdmin):
    list_display = ["indicator", "plan", "period", "value", "unit", "source_lines"]
    list_filter = [PlanFilter, "period"]
    list_select_related = ["plan__document", "plan__province"]
    search_fields = ["indicator"]


@admin.register(AnnualTarget)
class AnnualTargetAdmin(JournalledAdmin):
    """All yearly figures, to be read and searched; assigned ones are changed on the page of their target."""

    list_display = ["year", "task", "target", "value", "raw", "is_assigned"]
    list_filter = ["year", "is_assigned"]
    list_select_related = ["task", "target"]
    search_fields = ["task__code", "task__title", "target__code", "target__indicator"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Added on the page of the target."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AnnualTarget | None = None) -> bool:  # noqa: ARG002
        """Changed on the page of the target."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AnnualTarget | None = None) -> bool:
        """Only through the page of the target, and only what was assigned in a living plan."""
        assigned = obj is None or (obj.is_assigned and not is_history(obj))
        return assigned and super().has_delete_permission(request, obj)
