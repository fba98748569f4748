"""What holds for everything enacted: nothing is added or deleted, and only named fields may change."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.admin.journalled import JournalledAdmin
from programmes.models import Plan, Standing


def plan_of(record: Model | None) -> Plan | None:
    """The plan an enacted record belongs to; None for national layers."""
    if record is None or isinstance(record, Plan):
        return record
    task_or_target = getattr(record, "task", None) or getattr(record, "target", None)
    return getattr(record, "plan", None) or getattr(task_or_target, "plan", None)


def is_history(record: Model | None) -> bool:
    """Whether the record belongs to a plan that is shown as it was."""
    plan = plan_of(record)
    return plan is not None and plan.standing == Standing.HISTORY


class EnactedAdmin(JournalledAdmin):
    """Rows of an enacted text: ``editable`` fields may change, and none of a plan of history."""

    editable: ClassVar[tuple[str, ...]] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Enacted rows come from the carried texts, never from a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """What was enacted stays."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only rows with something to decide, and no row of a plan of history."""
        return bool(self.editable) and not is_history(obj) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:  # noqa: ARG002
        """Every field but the ``editable`` ones."""
        fields = [*self.opts.fields, *self.opts.many_to_many]
        return [f.name for f in fields if f.editable and not f.primary_key and f.name not in self.editable]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:  # noqa: ARG002
        """All fields in the order of the model, so that what may be decided stands where it belongs."""
        fields = [*self.opts.fields, *self.opts.many_to_many]
        return [f.name for f in fields if f.editable and not f.primary_key]


class EnactedInline(admin.TabularInline):
    """Enacted rows under their plan or task, to be read."""

    extra = 0
    can_delete = False
    show_change_link = True
    related: ClassVar[tuple[str, ...]] = ()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Enacted rows come from the carried texts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Read here; what may be decided is decided on the row's own page."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows with what their columns name."""
        return (
            super().get_queryset(request).select_related(*self.related)
            if self.related
            else super().get_queryset(request)
        )


class PlanFilter(admin.SimpleListFilter):
    """Choose a plan; its number and province are read in one query. ``path`` leads from the row to the plan."""

    title = _("plan")
    parameter_name = "ke-hoach"
    path = "plan"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:  # noqa: ARG002
        """Every plan by its key."""
        return [(plan.key, str(plan)) for plan in Plan.objects.select_related("document", "province")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:  # noqa: ARG002
        """Rows of the chosen plan."""
        return queryset.filter(**{f"{self.path}__key": self.value()}) if self.value() else queryset


class PlanOfTaskFilter(PlanFilter):
    path = "task__plan"
