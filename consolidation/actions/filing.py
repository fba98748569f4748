"""Make the files of a report anew because its paper has changed."""

from accounts.models import User
from consolidation.actions.rendering import request_render
from consolidation.models import Report
from jobs.models import Job
from papers.files import drop_files

FILES = ["pdf", "word", "excel"]
HASHES = [f"{name}_sha256" for name in FILES]


def files_again(report: Report, *, by: User | None) -> Job:
    """Forget files that no longer say what the paper says and ask for new ones. The caller holds the report."""
    drop_files(report)
    for name in HASHES:
        setattr(report, name, "")
    report.rendered_at = report.pages = None
    report.save(update_fields=[*FILES, *HASHES, "rendered_at", "pages"])
    return request_render(report=report, by=by, anew=True)
