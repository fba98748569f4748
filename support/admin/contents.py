"""What the plans offer: the enacted words are read, what the portal reads out of them is set."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.vietnamese import fold
from enterprises.models import EnterpriseKind
from organisations.admin.journalled import JournalledAdmin
from programmes.admin.enacted import EnactedAdmin, PlanFilter
from support.actions.relating import refuse_what_would_stand_twice, relate
from support.models import ContentTarget, SupportContent


class ContentForm(forms.ModelForm):
    """What DOST decides about a content."""

    kinds = forms.MultipleChoiceField(
        label=SupportContent._meta.get_field("kinds").verbose_name,
        choices=EnterpriseKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SupportContent
        fields = ("short", "task", "kin", "kinds", "needs_sme", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "task" in self.fields:
            self.fields["task"].queryset = self.instance.plan.tasks.all()  # type: ignore[attr-defined] # a choice of rows

    def clean_kin(self) -> str:
        """Two contents become one only where nobody was granted both."""
        kin: str = self.cleaned_data["kin"]
        refuse_what_would_stand_twice(self.instance, kin)
        return kin


class TargetRow(forms.ModelForm):
    """A target of the content's own plan."""

    class Meta:
        model = ContentTarget
        fields = ("target", "kind", "is_confirmed")

    def clean(self) -> dict[str, Any]:
        """Target and content belong to one plan."""
        said: dict[str, Any] = super().clean() or {}
        target, content = said.get("target"), self.instance.content
        if target is not None and target.plan_id != content.plan_id:
            raise ValidationError(_("The target belongs to another plan."))
        return said


class TargetInline(admin.TabularInline):
    model = ContentTarget
    form = TargetRow
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the targets of the content's plan only."""
        match = request.resolver_match
        if db_field.name == "target" and match is not None and "object_id" in match.kwargs:
            content = (
                SupportContent.objects.filter(pk=match.kwargs["object_id"]).select_related("plan").first()
            )
            if content is not None:
                kwargs["queryset"] = content.plan.targets.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(SupportContent)
class SupportContentAdmin(EnactedAdmin):
    form = ContentForm
    editable = ("short", "task", "kin", "kinds", "needs_sme", "is_open")
    list_display = ["code", "short", "plan", "task", "needs_sme", "is_open"]
    list_filter = [PlanFilter, "is_open", "needs_sme"]
    list_select_related = ["plan__document", "plan__province", "task"]
    search_fields = ["folded", "code", "kin"]
    inlines = [TargetInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SupportContent], search_term: str
    ) -> tuple[QuerySet[SupportContent], bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """All but the targets, which stand in rows of their own."""
        return [name for name in super().get_fields(request, obj) if name != "targets"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The enacted words, without the targets."""
        return [name for name in super().get_readonly_fields(request, obj) if name != "targets"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save; a new kin takes along what was granted under the old one."""
        kin = obj.kin
        if "kin" in form.changed_data:
            obj.kin = form.initial["kin"]
        super().save_model(request, obj, form, change)
        if "kin" in form.changed_data:
            relate(obj, kin=kin, by=request.user)  # type: ignore[arg-type] # only people who signed in come here


@admin.register(ContentTarget)
class ContentTargetAdmin(JournalledAdmin):
    """Which targets contents count for, to be confirmed one after the other."""

    list_display = ["content", "target", "kind", "is_confirmed"]
    list_editable = ["is_confirmed"]
    list_filter = ["is_confirmed", "kind"]
    list_select_related = ["content", "target"]
    readonly_fields = ["content", "target"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Rows are added beneath their content."""
        return False
