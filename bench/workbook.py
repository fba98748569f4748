"""What taking over a workbook costs, against reading the same file and writing the same rows at the least."""

import datetime as dt
import tracemalloc
from io import BytesIO
from typing import Any

import psycopg
from django.db import transaction
from django.utils import timezone

from bench.clock import take_turns
from bench.floor import bare_database
from bench.table import milliseconds, table, times

LINES = 2000
GOAL = 3.0  # times the floor, dry run and confirmation together
MOST_MEMORY = 300  # MB
PLACE = ("ha-noi-149-2021", "ha-noi/DOIT", "dau-moi.ha-noi@demo.example")
COPY = "COPY reporting_activity (line_id, kind, title, starts_on, place, organiser, co_organisers, participants, note) FROM STDIN"


def imports(rounds: int) -> str:
    """A workbook with 2 000 new activities: the dry run, and dry run with confirmation; the form is put back each time."""
    from reporting.models import Submission  # noqa: PLC0415 - needs the settings

    key, unit, _person = PLACE
    submission = Submission.objects.filter(period__plan__key=key, organisation__key=unit).latest(
        "period__year"
    )
    content = written(submission)
    with bare_database() as database:
        things: dict[str, Any] = {
            "read": lambda: read(content),
            "dry run": lambda: dry_run(submission, content),
            "floor": lambda: floor(content, submission, database),
            "import": lambda: taken_over(submission, content),
        }
        turns = take_turns(things, rounds)
    rows = [
        _row("dry run", "dry run", "read", turns, ""),
        _row("dry run and confirmation", "import", "floor", turns, f"≤ {times(GOAL)}"),
    ]
    return table(
        f"Workbook of {LINES} lines, {len(content) / 1000:.0f} kB",
        ("step", "× floor", "goal", "ms", "floor ms"),
        rows,
        (
            "floor: openpyxl reads every cell of the same file; for the second row it also COPYs the lines by psycopg.",
            f"The dry run holds {memory(submission, content):.0f} MB at its peak (Python's own count); goal ≤ {MOST_MEMORY}.",
        ),
    )


def _row(name: str, ours: str, least: str, turns: Any, goal: str) -> tuple[str, ...]:
    figures = (
        times(turns.ratio(ours, least)),
        goal,
        milliseconds(turns.median(ours)),
        milliseconds(turns.median(least)),
    )
    return (name, *figures)


def written(submission: Any) -> bytes:
    """The form's workbook with so many activities typed into it."""
    from openpyxl import load_workbook

    from reporting.documents.workbook.layout import ACTIVITIES, FIRST_ROW  # noqa: PLC0415 - needs the settings

    book = load_workbook(BytesIO(blank(submission)))
    page = book[ACTIVITIES.name]
    keys = [cell.value for cell in page[FIRST_ROW - 2]]
    label = f"{submission.lines.filter(task__isnull=False).first().task.code}"
    for number in range(LINES):
        typed = {
            "line": label,
            "kind": "course",
            "title": f"Lớp đào tạo công cụ cải tiến năng suất số {number}",
            "starts_on": dt.date(2026, 1, 5) + dt.timedelta(days=number % 300),
            "place": "Hội trường Sở",
            "organiser": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
            "participants": 20 + number % 60,
        }
        for name, value in typed.items():
            page.cell(FIRST_ROW + number, keys.index(name) + 1, value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def blank(submission: Any) -> bytes:
    """The form's workbook as it is downloaded."""
    from reporting.exports.workbook.build import build  # noqa: PLC0415 - needs the settings
    from reporting.exports.workbook.facts import guide_to  # noqa: PLC0415 - as above
    from reporting.forms.entry import EntryForm  # noqa: PLC0415 - as above
    from reporting.forms.workbook.prefill import prefill  # noqa: PLC0415 - as above

    whole = in_full(submission)
    return build(prefill(EntryForm(whole)), guide_to(whole, timezone.localdate()))


def in_full(submission: Any) -> Any:
    """The form as the pages load it."""
    from reporting.queries.submissions import submissions_in_full  # noqa: PLC0415 - needs the settings

    return submissions_in_full().get(pk=submission.pk)


def read(content: bytes) -> list[tuple[Any, ...]]:
    """Every cell of the file, by openpyxl as it comes."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    return [row for page in book.worksheets for row in page.iter_rows(values_only=True)]


def floor(content: bytes, submission: Any, database: psycopg.Connection) -> None:
    """Read the file and write its lines, with nothing asked and nothing checked."""
    read(content)
    line = submission.lines.first().pk
    with database.transaction(force_rollback=True), database.cursor() as cursor, cursor.copy(COPY) as copy:
        for number in range(LINES):
            copy.write_row(
                (line, "course", f"Lớp {number}", dt.date(2026, 1, 5), "Hội trường", "Chi cục", "", 20, "")
            )


def dry_run(submission: Any, content: bytes) -> Any:
    """Everything that happens before the unit confirms."""
    from common.workbook.parcel import check_parcel  # noqa: PLC0415 - as above
    from reporting.forms.workbook.judge import judge  # noqa: PLC0415 - needs the settings

    judgement = judge(in_full(submission), check_parcel(BytesIO(content), len(content)))
    assert len(judgement.records) == LINES, judgement.problems[:3]  # noqa: S101 - else it would be fast for nothing
    return judgement


def taken_over(submission: Any, content: bytes) -> None:
    """The confirmation: judged once more, and written; taken back at the end."""
    from accounts.models import User  # noqa: PLC0415 - needs the settings
    from reporting.actions.workbooks import keep_upload, take_over  # noqa: PLC0415 - as above

    person = User.objects.get(email=PLACE[2])
    with transaction.atomic():
        told = {"problems": [], "changes": []}
        upload = keep_upload(
            submission, content=content, name="a.xlsx", sha256="0" * 64, dry_run=told, by=person
        )
        judgement = dry_run(submission, content)
        take_over(
            upload, content=judgement.entry.content(), records=judgement.records, edition=in_full(submission).edition,
            by=person, on=timezone.localdate(),
        )  # fmt: skip
        transaction.set_rollback(True)


def memory(submission: Any, content: bytes) -> float:
    """MB that Python holds at the peak of a dry run."""
    tracemalloc.start()
    try:
        dry_run(submission, content)
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()
