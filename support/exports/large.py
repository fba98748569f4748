"""Files that take longer than a page may, of the desk and of all data of an enterprise: made as jobs, kept for a week."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.sheets import write
from enterprises.models import Enterprise
from jobs.kinds import Kind
from jobs.models import Job
from jobs.progress import Progress
from journal.actions import note_readings
from organisations.queries import working_calendar
from support.exports.desk import table_of
from support.exports.granted import granted_table
from support.exports.own_data import write_own_data
from support.queries.desk import applications_of, desk_of
from support.queries.desk_jobs import EXPORT, OF_SUPPORTS, OWN_DATA, finished
from support.queries.granted import granted_to_see, sought
from support.queries.wanted import wanted

KEPT = dt.timedelta(days=7)  # then the file goes; it can be made again
FOLDER = "exports"


def export_desk(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the file asked for, with the rights the person has now, in the language they asked in."""
    by, today = User.objects.get(pk=asked_for["by"]), timezone.localdate()
    desk, kind, of = desk_of(by), asked_for["kind"], asked_for.get("of", "")
    what, supports = wanted(asked_for["query"]), sought(asked_for["query"])
    if of == OF_SUPPORTS:
        total = granted_to_see(by, supports, today).count()
    else:
        total = applications_of(desk, what, today, working_calendar()).count()

    def tell(done: int) -> None:
        progress.tell(done=min(done, total), total=total)

    tell(0)
    with translation.override(asked_for["language"]):
        if of == OF_SUPPORTS:
            held = write(granted_table(by, supports, today, tell=tell), kind)
        else:
            held = write(table_of(desk, what, today, tell=tell), kind)
    with held:
        name = default_storage.save(f"{FOLDER}/{progress.job_id}.{kind}", File(held))
    return {"job": progress.job_id, "file": name, "kind": kind, "of": of, "rows": total}


def file_page(result: dict[str, Any]) -> str:
    """Where the file is fetched."""
    return reverse("support:desk_export_file", args=[result["job"]])


def export_own_data(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Pack all data of the enterprise, if the person still manages its account."""
    by, enterprise = (
        User.objects.get(pk=asked_for["by"]),
        Enterprise.objects.get(pk=asked_for["enterprise"]),
    )
    if not by.has_perm("support.take_own_data", enterprise):
        raise ValidationError(_("You no longer manage the account of this enterprise."))

    def tell(done: int, total: int) -> None:
        progress.tell(done=done, total=total)

    with translation.override(asked_for["language"]), write_own_data(enterprise, tell=tell) as held:
        name = default_storage.save(f"{FOLDER}/{progress.job_id}.zip", File(held))
    note_readings(by, Enterprise, [enterprise.pk], place="support:own_data", is_own=True)
    return {"job": progress.job_id, "file": name}


def own_data_page(result: dict[str, Any]) -> str:
    """Where the file is fetched."""
    return reverse("support:own_data_file", args=[result["job"]])


def drop_old_exports() -> None:
    """The duty of the minute tick: files older than a week are removed, for they hold people's data."""
    for kind in (EXPORT, OWN_DATA):
        for job in finished(kind).filter(ended_at__lte=timezone.now() - KEPT).exclude(result__file=""):
            default_storage.delete(job.result["file"])
            Job.objects.filter(pk=job.pk).update(result={**job.result, "file": ""})


EXPORT_KIND = Kind(export_desk, file_page)
OWN_DATA_KIND = Kind(export_own_data, own_data_page)
