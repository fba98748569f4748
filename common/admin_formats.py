"""The two kinds of tables the administration reads and writes: CSV and Excel, with words that never run as formulas."""

from decimal import Decimal, InvalidOperation
from typing import Any

from import_export.formats import base_formats

from common.sheets import harmless
from common.table_reading import Columns, from_csv, from_workbook


def defused(dataset: Any) -> Any:
    """The dataset with an apostrophe before whatever a spreadsheet would run; numbers stay numbers."""
    for _row in range(len(dataset)):
        dataset.append([_cell(value) for value in dataset.lpop()])
    return dataset


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        Decimal(value)
    except InvalidOperation:
        return harmless(value)
    return value


class SafeCSV(base_formats.CSV):
    """Text with commas. Its bytes are read, not its text: so it can be told where they are no UTF-8."""

    columns: Columns | None = None  # what may be read; see ``reading``

    def is_binary(self) -> bool:
        """Files are handed over as they came."""
        return True

    def get_read_mode(self) -> str:
        """As above."""
        return "rb"

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        """The rows, or Refused."""
        return from_csv(in_stream, self.columns)

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file's content."""
        return super().export_data(defused(dataset), **kwargs)


class SafeXLSX(base_formats.XLSX):
    """A workbook of Excel."""

    columns: Columns | None = None  # as above

    def create_dataset(self, in_stream: Any) -> Any:
        """The rows, or Refused."""
        return from_workbook(in_stream, self.columns)

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file's content."""
        return super().export_data(defused(dataset), **kwargs)


FORMATS = [SafeCSV, SafeXLSX]


def reading(forms: list[type[Any]], columns: Columns) -> list[type[Any]]:
    """The same forms, which refuse files with other columns."""
    return [type(form.__name__, (form,), {"columns": columns}) for form in forms]
