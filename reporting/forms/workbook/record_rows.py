"""The records of a form as rows of the workbook."""

from collections.abc import Collection, Mapping

from reporting.documents.workbook.layout import REMOVE
from reporting.forms.workbook.filled_row import Filled
from reporting.forms.workbook.record_sheets import RECORD_SHEETS, Record, RecordSheet
from reporting.models import Submission, SupportedEnterprise


def filled_records(
    submission: Submission, labels: Mapping[str, str], closed: Collection[str]
) -> dict[str, list[Filled]]:
    """The rows of every sheet of records; ``labels`` name the lines ("L1", "G2") and figures ("F3"). Three queries."""
    return {
        kind.sheet.mark: [_row(kind, record, labels, closed) for record in kind.stored(submission)]
        for kind in RECORD_SHEETS
    }


def _row(kind: RecordSheet, record: Record, labels: Mapping[str, str], closed: Collection[str]) -> Filled:
    names: tuple[str, ...]
    if isinstance(record, SupportedEnterprise):
        pk, names = record.figure_id, (f"F{record.figure_id}",)
    else:
        pk, names = record.line_id, (f"L{record.line_id}", f"G{record.line_id}")
    key = next((name for name in names if name in labels), names[0])
    values = kind.values(record)
    shown = values | {kind.place: labels.get(key, ""), "place_pk": pk}
    return Filled(kind.row_id(record), None, shown, frozenset({*values, REMOVE}), key not in closed, record)
