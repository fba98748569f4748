"""What bringing many enterprises in costs: our pieces of rows against django-import-export's default path."""

from functools import partial
from io import BytesIO
from typing import Any

from django.db import transaction

from bench.clock import take_turns
from bench.table import milliseconds, table, times

ROWS, FEW = 20_000, 500
CLERK = "chuyen-vien.ha-noi@demo.example"
HEADS = (
    "Mã số thuế",
    "Tên doanh nghiệp",
    "Loại hình",
    "Địa chỉ",
    "Xã, phường",
    "Điện thoại",
    "Có vốn đầu tư nước ngoài",
    "Bản VSIC",
    "Mã ngành chính",
)


def imports(rounds: int, *, quick: bool) -> str:
    """A workbook of new enterprises, brought in and taken back each time; the other path gets its own table."""
    count = FEW if quick else ROWS
    take_turns(_things(20), 1)  # twenty rows warm as well as twenty thousand
    turns = take_turns(_things(count), rounds, warm=False)
    ratio = turns.ratio("default", "ours")
    rows = [
        ("dry run", milliseconds(turns.median("dry run")), ""),
        ("written, journalled", milliseconds(turns.median("ours")), "1"),
        ("default path", milliseconds(turns.median("default")), times(ratio)),
    ]
    return table(
        f"Enterprise import {count:,} rows: ours vs django-import-export's default path".replace(",", " "),
        ("path", "ms", "× ours"),
        rows,
        (
            "ours: the .xlsx read, each of its nine columns judged, rows compared, written and journalled in pieces.",
            "default path: the administration's resource on a dataset that is read already, four columns, row by row.",
        ),
    )


def _things(count: int) -> dict[str, Any]:
    content, dataset = written(count), plain(count)
    return {
        "dry run": partial(dry_run, content, count),
        "ours": partial(ours, content, count),
        "default": partial(default, dataset, count),
    }


def facts(count: int) -> list[tuple[str, str]]:
    """So many valid tax codes with names."""
    from enterprises.queries.tax_codes import check_digit  # noqa: PLC0415 - needs the settings

    found: list[tuple[str, str]] = []
    body = 210_000_000
    while len(found) < count:
        digit = check_digit(f"{body:09}")
        if digit is not None:
            found.append((f"{body:09}{digit}", f"Công ty TNHH Cơ khí Phù Sa {len(found)}"))
        body += 1
    return found


def written(count: int) -> bytes:
    """The workbook as a clerk would send it up."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Doanh nghiệp")
    sheet.append(HEADS)
    for at, (code, name) in enumerate(facts(count)):
        sheet.append(
            (code, name, "Doanh nghiệp", f"Số {at % 300} đường Giải Phóng", "phường Bạch Mai", "0243 123 456", "Không", "2018", "2511")
        )  # fmt: skip
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def plain(count: int) -> Any:
    """The same enterprises as the library's own table."""
    from tablib import Dataset  # noqa: PLC0415 - comes with django-import-export

    rows = [(code, name, "company", "ha-noi") for code, name in facts(count)]
    return Dataset(*rows, headers=["tax_code", "name", "kind", "province"])


def sheet_of(content: bytes, province: Any) -> Any:
    """The rows of the workbook, read and judged."""
    from common.vietnamese import fold  # noqa: PLC0415 - needs the settings
    from common.workbook.parcel import check_parcel  # noqa: PLC0415 - as above
    from enterprises.documents.workbook.reading import read_sheet  # noqa: PLC0415 - as above

    return read_sheet(
        check_parcel(BytesIO(content), len(content)), {fold(province.name): province.pk}, province.pk
    )


def _here() -> Any:
    from organisations.models import Province  # noqa: PLC0415 - needs the settings

    return Province.objects.get(slug="ha-noi")


def _pieces(rows: Any) -> Any:
    from enterprises.actions.importing import AT_ONCE  # noqa: PLC0415 - needs the settings

    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def dry_run(content: bytes, count: int) -> None:
    """Everything that happens before the clerk confirms."""
    from enterprises.queries.comparing import compare  # noqa: PLC0415 - needs the settings

    province = _here()
    seen: dict[int, int] = {}
    new = sum(
        len(compare(piece, [province.pk], seen).new) for piece in _pieces(sheet_of(content, province).rows)
    )
    assert new == count  # noqa: S101 - else it would be fast for nothing


def ours(content: bytes, count: int) -> None:
    """The confirmed workbook: read, judged and compared once more, written; taken back at the end."""
    from accounts.models import User  # noqa: PLC0415 - needs the settings
    from enterprises.actions.importing import write_rows  # noqa: PLC0415 - as above

    province, by = _here(), User.objects.get(email=CLERK)
    seen: dict[int, int] = {}
    with transaction.atomic():
        new = 0
        for piece in _pieces(sheet_of(content, province).rows):
            new += len(write_rows(piece, provinces=[province.pk], seen=seen, upload=0, by=by).new)
        assert new == count  # noqa: S101 - as above
        transaction.set_rollback(True)


def default(dataset: Any, count: int) -> None:
    """The library's own way, with the resource of the administration; taken back at the end."""
    from accounts.models import User  # noqa: PLC0415 - needs the settings
    from enterprises.admin.resources import EnterpriseResource  # noqa: PLC0415 - as above

    with transaction.atomic():
        result = EnterpriseResource().import_data(
            dataset, raise_errors=True, user=User.objects.get(email=CLERK)
        )
        assert result.totals["new"] == count  # noqa: S101 - as above
        transaction.set_rollback(True)
