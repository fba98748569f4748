"""The register of enterprises as a table: rows are known by tax code, those without by name and province."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields

from common.table_resource import TextWidget
from common.vietnamese import fold
from enterprises.models import Enterprise, EnterpriseKind
from enterprises.queries.lookup import tidy_tax_code
from organisations.admin.resources import JournalledResource, NamedWidget
from organisations.models import Province


class TaxCodeWidget(TextWidget):
    """A tax code as typed or as a spreadsheet gives it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The code without blanks and dots; ValueError where it can be none."""
        code = tidy_tax_code(super().clean(value, row, **kwargs))
        if code and not Enterprise.has_shape_of_a_code(code):
            raise ValueError(
                _("“%(code)s” is no tax code: it has ten digits, ten and three for a branch, or twelve.")
                % {"code": code[:30]}
            )
        return code


class EnterpriseResource(JournalledResource):
    """Columns of the register."""

    name = fields.Field(attribute="name", column_name="name", widget=TextWidget(), default="")
    tax_code = fields.Field(attribute="tax_code", column_name="tax_code", widget=TaxCodeWidget(), default="")
    kind = fields.Field(attribute="kind", column_name="kind", default=EnterpriseKind.COMPANY.value)
    province = fields.Field(
        attribute="province", column_name="province", widget=NamedWidget(Province, "slug")
    )

    class Meta:
        model = Enterprise
        fields = ["tax_code", "name", "kind", "province"]
        import_id_fields = ["tax_code", "name"]
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Enterprise]:
        """Enterprises with their provinces, in one query."""
        return super().get_queryset().select_related("province")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Enterprise | None:  # noqa: ARG002 - the library's signature
        """The enterprise a row speaks of, by its code, else by name and province; None is a new one."""
        code = tidy_tax_code(str(row.get("tax_code") or ""))
        if code:
            return self.get_queryset().filter(tax_code=code).first()
        try:
            province = self.fields["province"].widget.clean(row.get("province"), row)
        except ValueError:  # told of the column when the row is taken over
            return None
        namesakes = self.get_queryset().filter(folded=fold(str(row.get("name") or "")), province=province)
        return namesakes.order_by("tax_code", "pk").first()

    def import_field(
        self, field: fields.Field, instance: Enterprise, row: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        """Take a cell over; an empty one takes no code away that the register knows."""
        is_code = field.attribute == "tax_code"
        if is_code and instance.tax_code and not tidy_tax_code(str(row.get("tax_code") or "")):
            return
        super().import_field(field, instance, row, *args, **kwargs)
