"""What several plans amount to as a printed paper: made as a job, kept for a week."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.documents.rollup.paper import rollup_paper
from consolidation.queries.rollup.country import ProvinceTold, country, province_told
from consolidation.queries.rollup.paper_jobs import finished
from jobs.kinds import Kind
from jobs.models import Job
from jobs.progress import Progress
from organisations.models import Province
from organisations.queries import province_ids_of
from papers.pdf import render

FOLDER = "rollups"
KEPT = dt.timedelta(days=7)  # then the paper goes; it can be printed again


def print_rollup(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Print the paper asked for, with the rights the person has now; the result names the file."""
    by, today, year = User.objects.get(pk=asked_for["by"]), timezone.localdate(), asked_for["year"]
    progress.tell(done=0, total=2, step=_("Gathering the figures"))
    slug = asked_for["province"]
    if slug:
        province = Province.objects.get(slug=slug)
        if not (by.is_superuser or province.pk in province_ids_of(by)):
            raise ValidationError(_("You no longer read the figures of this province."))
        provinces: tuple[ProvinceTold, ...] = (province_told(province, year, on=today),)
    else:
        provinces = country(by, year, on=today)
    if not provinces:
        raise ValidationError(_("There is no province whose figures you read."))
    progress.tell(done=1, total=2, step=_("Laying out the pages"))
    printed = render(rollup_paper(provinces, year, on=today, at=timezone.now()))
    name = default_storage.save(f"{FOLDER}/{progress.job_id}.pdf", ContentFile(printed.content))
    return {
        "job": progress.job_id,
        "file": name,
        "name": f"tong-hop-{slug or 'cac-tinh'}-{year}.pdf",
        "pages": printed.pages,
    }


def paper_page(result: dict[str, Any]) -> str:
    """Where the paper is fetched."""
    return reverse("consolidation:rollup_paper_file", args=[result["job"]])


def drop_old_papers() -> None:
    """The duty of the minute tick: papers older than a week are removed."""
    for job in finished().filter(ended_at__lte=timezone.now() - KEPT).exclude(result__file=""):
        default_storage.delete(job.result["file"])
        Job.objects.filter(pk=job.pk).update(result={**job.result, "file": ""})


ROLLUP_KIND = Kind(print_rollup, paper_page)
