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
FIGURES = ("value", "low", "high")  # enacted as well


class TargetResource(JournalledResource):
    """Targets known by plan and code. No row is ever added."""

    plan = fields.Field(attribute="plan__key", column_name="plan", readonly=True)
    phase = fields.Field(attribute="phase", column_name="phase", readonly=True, widget=widgets.CharWidget())

    class Meta:
        model = Target
        import_id_fields: list[str] = ["plan", "code"]
        fields = ["plan", "code", "phase", *ENACTED, *FIGURES, "source_lines", *DECIDED]
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
        said = self._said(row)
        enacted = {
            name: _("This was enacted and cannot be changed by an import: “%(text)s”.")
            % {"text": self.fields[name].export(instance)}
            for name in ("phase", *ENACTED, *FIGURES, "source_lines")
            if self._differs(name, instance, row, said)
        }
        if enacted:
            raise ValidationError(enacted)
        changed = False
        for name in DECIDED:
            if name in said and said[name] != getattr(instance, name):
                setattr(instance, name, said[name])
                changed = True
        if changed and instance.plan.standing == Standing.HISTORY:
            raise ValidationError(_("This plan is history and read only; nothing is added to it."))

    def _differs(self, name: str, instance: Target, row: dict[str, Any], said: dict[str, str]) -> bool:
        """Whether the row says something else of the target than what was enacted."""
        if name not in row:
            return False
        if name in said:
            return said[name] != getattr(instance, name).strip()
        if name in FIGURES:
            try:
                return bool(self.fields[name].clean(row) != getattr(instance, name))
            except (ValueError, ArithmeticError):
                return True
        return nfc(str(row[name] or "")).strip() != str(self.fields[name].export(instance)).strip()

    def _said(self, row: dict[str, Any]) -> dict[str, str]:
        """What the row says of its target, words of a choice as their keys; ValidationError by column where they are none."""
        said, wrong = {}, {}
        for name in (*ENACTED, *DECIDED):
            try:
                if name in row:
                    said[name] = nfc(str(self.fields[name].clean(row) or "")).strip()
            except ValueError as no:
                wrong[name] = str(no)
        if wrong:
            raise ValidationError(wrong)
        return said
