"""What every table that is read into the administration keeps to: each record once, and each refusal in words."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.results import Error, RowResult

from common.vietnamese import clean, fold

log = logging.getLogger(__name__)


class TextWidget(widgets.CharWidget):
    """Text as it may be stored: composed letters, nothing invisible, no blanks at the ends."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The cell as text; an empty cell is ""."""
        return clean(str(super().clean(value, row, **kwargs) or ""))


class YesNoWidget(widgets.BooleanWidget):
    """1 or 0, có or không; anything else is refused instead of being taken for no."""

    YES, NO = frozenset({"1", "true", "co", "yes"}), frozenset({"0", "false", "khong", "no"})

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:  # noqa: ARG002 - the library's signature
        """Whether the cell says yes; ValueError saying what to write."""
        said = fold(str(value if value is not None else "")).strip()
        if said in self.YES | self.NO:
            return said in self.YES
        raise ValueError(_("“%(value)s” is neither yes nor no. Write 1 or 0.") % {"value": value})


class Told(Error):
    """What went wrong with a row, in the reader's words; what nobody foresaw goes to the log with its place."""

    def __init__(self, error: Any, row: Any = None, number: int | None = None) -> None:
        log.error("a row of a table could not be read: %s", type(error).__name__, exc_info=error)
        said = _("The portal cannot read this row; that is a fault of the portal, not of the row. Leave it out and tell the administrator of the portal when this was.")  # fmt: skip
        super().__init__(said, row, number)
        self.traceback = ""  # nobody is shown the portal's insides


class TableResource(resources.ModelResource):
    """Columns and rows of a table."""

    def get_error_result_class(self) -> type[Error]:
        """Errors in words."""
        return Told

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Nothing is known of the records yet."""
        super().before_import(dataset, **kwargs)
        self.rows_of: dict[Any, int] = {}

    def save_instance(self, instance: Model, is_create: bool, row: Any, **kwargs: Any) -> None:  # noqa: FBT001 - the library's signature
        """Save; what the database refuses is told of this row, and the other rows are looked at all the same."""
        try:
            with transaction.atomic():
                super().save_instance(instance, is_create, row, **kwargs)
        except (IntegrityError, DataError) as no:
            log.info("the database refused a row of a table: %s", type(no).__name__)
            said = _("The database does not take this row: it stands against another record, or a value does not fit. Compare it with an export and change it.")  # fmt: skip
            raise ValidationError(said) from no

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        """ValidationError where an earlier row speaks of the same record: which of them counts, nobody knows."""
        super().after_import_row(row, row_result, **kwargs)
        at = kwargs["row_number"] + 1  # the heads are row 1
        first = self.rows_of.setdefault(row_result.object_id, at) if row_result.object_id else at
        if first != at:
            said = _("Row %(first)s names the same record. Keep one of the two rows.")
            raise ValidationError(said % {"first": first})
