"""What every table that is read into the administration keeps to: each record once, and each refusal in words."""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import resources, widgets
from import_export.resources import Diff
from import_export.results import Error, Result, RowResult

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
        raise ValueError(_("“%(value)s” is neither yes nor no. Write one of the two.") % {"value": value})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 - the library's signature
        """Yes or no, in the reader's words."""
        return _("Yes") if value else _("No")


class ChoiceWidget(TextWidget):
    """One of a few: by its word in any language, or by its key."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = dict(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The key; "" for an empty cell; ValueError naming the words."""
        said = super().clean(value, row, **kwargs)
        if not said or said in self.choices:
            return said
        for key, word in self.choices.items():
            if fold(said) in map(fold, in_every_language(word)):
                return str(key)
        words = "; ".join(str(word) for word in self.choices.values())
        raise ValueError(
            _("“%(value)s” cannot stand here. Write one of: %(words)s.")
            % {"value": said[:60], "words": words}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 - the library's signature
        """The word, in the reader's language."""
        return str(self.choices.get(value, value or ""))


def in_every_language(word: Any) -> list[str]:
    """The word as the reader sees it, then in the portal's languages, each once."""
    said = [str(word)]
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(word))
    return list(dict.fromkeys(said))


class Changes(Diff):
    """What a file changes in a record, value by value; of a new one, what it says."""

    def as_html(self) -> list[str]:
        """The cells of the record's row."""
        return [
            str(now) if self.new or was == now else format_html("<del>{}</del> <ins>{}</ins>", was, now)
            for was, now in zip(self.left, self.right, strict=True)
        ]


class Outcome(Result):
    """What became of a file, told by row and column."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        super().__init__()
        self.words = words

    def refusals(self) -> Iterator[tuple[int | None, str, str]]:
        """Row of the file (None: of the whole), the column's word ("" where it is the whole row), what is wrong."""
        for error in self.base_errors:
            yield None, "", str(error.error)
        for number, errors in self.row_errors():
            yield from ((number + 1, "", str(error.error)) for error in errors)  # the heads are row 1
        for row in self.invalid_rows:
            for column, said in row.field_specific_errors.items():
                yield from ((row.number + 1, self.words.get(column, [column])[0], each) for each in said)
            yield from ((row.number + 1, "", each) for each in row.non_field_specific_errors)


class Told(Error):
    """What went wrong with a row, in the reader's words; what nobody foresaw goes to the log with its place."""

    def __init__(self, error: Any, row: Any = None, number: int | None = None) -> None:
        log.error("a row of a table could not be read: %s", type(error).__name__, exc_info=error)
        said = _("The portal cannot read this row; that is a fault of the portal, not of the row. Leave it out and tell the administrator of the portal when this was.")  # fmt: skip
        super().__init__(said, row, number)
        self.traceback = ""  # nobody is shown the portal's insides


class TableResource(resources.ModelResource):
    """Columns and rows of a table. In files and on pages its columns are called as the fields of its records are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self.fields.values():
            if choices := self._meta.model._meta.get_field(field.column_name).choices:
                field.widget = ChoiceWidget(choices)

    def words(self) -> dict[str, list[str]]:
        """What each column is called, in order: the reader's word, then those of the other languages."""
        record = self._meta.model._meta
        columns = [self.fields[name].column_name for name in self.get_export_order()]
        return {
            name: [capfirst(word) for word in in_every_language(record.get_field(name).verbose_name)]
            for name in columns
        }

    def get_diff_headers(self) -> list[str]:
        """The reader's words above what a file would change."""
        words = self.words()
        return [words[field.column_name][0] for field in self.get_import_fields()]

    def get_diff_class(self) -> type[Diff]:
        """What changes, without styles of its own."""
        return Changes

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The record a row speaks of; None for a new one, and where its name cannot be read: that is told when it is taken over."""
        try:
            return super().get_instance(instance_loader, row)
        except ValueError:
            return None

    def get_result_class(self) -> Any:
        """What became of the file, in words."""
        return partial(Outcome, self.words())

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
