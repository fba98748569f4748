"""Targets as a table. Read back, a row may change only what DOST decides; the promise itself never."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, widgets

from common.vietnamese import nfc
from organisations.admin.resources import JournalledResource
from programmes.models import Standing, Target

DECIDED = ("base_kind", "rows_rule")
ENACTED = ("indicator", "statement", "unit", "operator")


class TargetResource(JournalledResource):
    """Targets known by plan and code. No row is ever added."""

    plan = fields.Field(attribute="plan__key", column_name="plan", readonly=True)
    phase = fields.Field(attribute="phase", column_name="phase", readonly=True, widget=widgets.CharWidget())

    class Meta:
        model = Target
        import_id_fields: list[str] = ["plan", "code"]
        fields = ["plan", "code", "phase", *ENACTED, "value", "low", "high", "source_lines", *DECIDED]
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Target]:
        """Targets with their plan and phase, in one query."""
        return super().get_queryset().select_related("plan", "phase")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Target:  # noqa: ARG002 - the library's signature
        """The target that plan and code name; ValidationError when there is none, for none is ever added."""
        plan, code = (nfc(str(row.get(name) or "")).strip() for name in ("plan", "code"))
        found = self.get_queryset().filter(plan__key=plan, code=code).first()
        if found is None:
            raise ValidationError(
                _(
                    "The plan “%(plan)s” has no target “%(code)s”. Targets are enacted; none can be added here."
                )
                % {"plan": plan, "code": code}
            )
        return found

    def import_instance(self, instance: Target, row: dict[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        """Take over what DOST decides; ValidationError by column for anything else that differs."""
        before = {name: getattr(instance, name) for name in DECIDED}
        enacted = {
            name: _("This was enacted and cannot be changed by an import: “%(text)s”.")
            % {"text": getattr(instance, name)}
            for name in ENACTED
            if name in row and nfc(str(row[name] or "")).strip() != getattr(instance, name).strip()
        }
        if enacted:
            raise ValidationError(enacted)
        for name in DECIDED:
            if name in row:
                setattr(instance, name, str(row[name] or "").strip())
        changed = any(getattr(instance, name) != before[name] for name in DECIDED)
        if changed and instance.plan.standing == Standing.HISTORY:
            raise ValidationError(_("This plan is history and read only; nothing is added to it."))
