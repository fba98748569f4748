"""The two kinds of tables the administration reads and writes: CSV and Excel, with words that never run as formulas."""

from decimal import Decimal, InvalidOperation
from typing import Any

from import_export.formats import base_formats

from common.sheets import harmless
from common.table_reading import MARK, Columns, from_file


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
    """Text with commas."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file's content; its first sign tells Excel that it is UTF-8."""
        return MARK.decode() + super().export_data(defused(dataset), **kwargs)


class SafeXLSX(base_formats.XLSX):
    """A workbook of Excel."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file's content."""
        return super().export_data(defused(dataset), **kwargs)


FORMATS = [SafeCSV, SafeXLSX]


class Sent(base_formats.Format):
    """A file somebody sends: what it is, its first bytes say, and nobody is asked."""

    columns: Columns  # what may be read; see ``reading``

    def get_title(self) -> str:
        """Whatever it is."""
        return "XLSX, CSV"

    def create_dataset(self, in_stream: bytes) -> Any:
        """The rows, or Refused."""
        return from_file(in_stream, self.columns)


def reading(columns: Columns) -> type[Sent]:
    """The form of files that have these columns and no other."""
    return type("Sent", (Sent,), {"columns": columns})
