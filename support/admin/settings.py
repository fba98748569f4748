"""Levels, papers, procedures and criteria: dated, with their legal basis, and every change in the journal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from organisations.admin.journalled import JournalledAdmin
from programmes.admin.enacted import PlanFilter
from programmes.models import Plan
from support.models import Criterion, RequiredPaper, SupportLevel, SupportProcedure


class OfOnePlan(forms.ModelForm):
    """A row of a plan that may be narrowed to one of its contents."""

    def clean(self) -> dict[str, Any]:
        """The content belongs to the plan."""
        said: dict[str, Any] = super().clean() or {}
        plan, content = said.get("plan"), said.get("content")
        if plan is not None and content is not None and content.plan_id != plan.pk:
            raise ValidationError({"content": _("This content belongs to another plan.")})
        return said


class OfContentFilter(PlanFilter):
    path = "content__plan"


class OfAPlan(JournalledAdmin):
    """A row of a plan, which is chosen by its number and province."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the plans with all that their names are made of, in one query."""
        if db_field.name == "plan":
            kwargs["queryset"] = Plan.objects.select_related("document", "province")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(SupportLevel)
class SupportLevelAdmin(JournalledAdmin):
    list_display = [
        "content",
        "rate",
        "cap",
        "cap_unit",
        "legal_basis",
        "evidence",
        "valid_from",
        "valid_to",
        "is_demo",
    ]
    list_filter = [OfContentFilter, "evidence", "is_demo"]
    list_select_related = ["content"]
    search_fields = ["content__folded", "legal_basis"]
    autocomplete_fields = ["content", "province"]


@admin.register(RequiredPaper)
class RequiredPaperAdmin(OfAPlan):
    form = OfOnePlan
    list_display = [
        "name",
        "plan",
        "content",
        "is_required",
        "legal_basis",
        "valid_from",
        "valid_to",
        "is_demo",
    ]
    list_filter = [PlanFilter, "is_required", "is_demo"]
    list_select_related = ["plan__document", "plan__province", "content"]
    search_fields = ["name", "legal_basis"]
    autocomplete_fields = ["content"]


@admin.register(SupportProcedure)
class SupportProcedureAdmin(OfAPlan):
    list_display = [
        "plan",
        "days_to_decide",
        "days_to_supplement",
        "legal_basis",
        "evidence",
        "valid_from",
        "is_demo",
    ]
    list_filter = [PlanFilter, "evidence", "is_demo"]
    list_select_related = ["plan__document", "plan__province"]
    search_fields = ["legal_basis"]


@admin.register(Criterion)
class CriterionAdmin(OfAPlan):
    form = OfOnePlan
    list_display = ["name", "plan", "content", "weight", "legal_basis", "valid_from", "valid_to", "is_demo"]
    list_filter = [PlanFilter, "is_demo"]
    list_select_related = ["plan__document", "plan__province", "content"]
    search_fields = ["name", "legal_basis"]
    autocomplete_fields = ["content"]
