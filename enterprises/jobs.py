"""Celery's work for the register: look through a workbook, write it, remind of certificates that end."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.vietnamese import fold
from common.workbook.parcel import check_parcel
from common.workbook.refused import Refused
from enterprises.actions.importing import AT_ONCE, write_rows
from enterprises.actions.reminding import remind_of_expiries
from enterprises.documents.workbook.reading import Sheet, read_sheet
from enterprises.documents.workbook.row import ERROR, Problem, Typed
from enterprises.models import RegisterUpload
from enterprises.queries.comparing import Compared, compare
from jobs.kinds import Kind
from jobs.progress import Progress
from organisations.models import Province
from organisations.queries import dost_province_ids

MOST_PROBLEMS = 2_000  # kept with the upload; all of them are counted
LOOK_AGAIN_AFTER = 3_600  # seconds between two looks for certificates that end


def judge_upload(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The dry run: what every row would do, and what is wrong with it. Nothing in the register changes."""
    upload = _upload(asked_for)
    provinces = dost_province_ids(upload.uploaded_by)
    seen: dict[int, int] = {}

    def look(rows: Sequence[Typed]) -> Compared:
        return compare(rows, provinces, seen)

    told = _go_through(upload, progress, look, _("Looking through the rows"))
    RegisterUpload.objects.filter(pk=upload.pk).update(told=told)
    return {"upload": upload.pk}


def write_upload(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Enter and change what the confirmed workbook says, a thousand rows at a time. Run again it goes on."""
    upload = _upload(asked_for)
    by = upload.confirmed_by or upload.uploaded_by
    provinces = dost_province_ids(by)
    seen: dict[int, int] = {}

    def write(rows: Sequence[Typed]) -> Compared:
        return write_rows(rows, provinces=provinces, seen=seen, upload=upload.pk, by=by)

    written = _go_through(upload, progress, write, _("Writing the rows"))
    RegisterUpload.objects.filter(pk=upload.pk).update(written=written)
    return {"upload": upload.pk}


def _upload(asked_for: dict[str, Any]) -> RegisterUpload:
    records = RegisterUpload.objects.select_related("province", "uploaded_by", "confirmed_by")
    found = records.filter(pk=asked_for["upload"]).first()
    if found is None:
        raise ValidationError(_("This workbook no longer exists."))
    return found


def _go_through(
    upload: RegisterUpload, progress: Progress, do: Callable[[Sequence[Typed]], Compared], words: str
) -> dict[str, Any]:
    """Read the file and do ``do`` with every piece of its rows; the counts and problems."""
    progress.tell(done=0, total=0, step=_("Reading the workbook"))
    try:
        sheet = read_upload(upload)
    except Refused as no:
        return _told(Sheet([], 0, [Problem(0, "", "", no.reason)]), [])
    done: list[Compared] = []
    for at, rows in _pieces(sheet.rows):
        progress.tell(done=at, total=len(sheet.rows), step=words)
        done.append(do(rows))
    return _told(sheet, done)


def read_upload(upload: RegisterUpload) -> Sheet:
    """The rows of the kept original. Refused where it cannot be read."""
    with upload.file.open("rb") as file:
        content = file.read()
    provinces = Province.objects.filter(pk__in=dost_province_ids(upload.uploaded_by))
    areas = {fold(each.name): each.pk for each in provinces}
    return read_sheet(check_parcel(BytesIO(content), upload.size), areas, upload.province_id)


def _pieces(rows: Sequence[Typed]) -> Iterator[tuple[int, Sequence[Typed]]]:
    for at in range(0, len(rows), AT_ONCE):
        yield at, rows[at : at + AT_ONCE]


def _told(sheet: Sheet, done: Sequence[Compared]) -> dict[str, Any]:
    """The counts and the first of the problems, in the order of the rows."""
    refused = [
        Problem(row.number, "", str(row.facts["name"])[:80], why)
        for each in done
        for row, why in each.refused
    ]
    problems = sorted([*sheet.problems, *refused], key=lambda problem: (problem.row, problem.column))
    wrong = {problem.row for problem in problems if problem.level == ERROR}
    return {
        "total": sheet.total,
        "new": sum(len(each.new) for each in done),
        "changed": sum(len(each.changed) for each in done),
        "same": sum(each.same for each in done),
        "wrong": len(wrong),
        "problems": [problem.as_json() for problem in problems[:MOST_PROBLEMS]],
        "problem_count": len(problems),
    }


def upload_page(result: dict[str, Any]) -> str:
    """Where the workbook and what came of it are seen."""
    return reverse("enterprises:import_detail", args=[result["upload"]])


def look_after_expiries(now: dt.datetime | None = None) -> None:
    """The duty of the minute tick: once an hour remind of certificates that end."""
    moment = timezone.localtime(now)
    if cache.add(f"expiries-{moment:%Y-%m-%d}", "", LOOK_AGAIN_AFTER):
        remind_of_expiries(moment.date())


JUDGE_KIND = Kind(judge_upload, upload_page)
WRITE_KIND = Kind(write_upload, upload_page)
