"""Who took a report's files away."""

from accounts.models import User
from consolidation.models import Report
from journal.actions import note_down


def note_download(report: Report, file: str, *, by: User) -> None:
    """Note down that somebody took a ``file`` of the report: "pdf", "word", "excel" or "signed"."""
    note_down(report, "download", by=by, file=file)
