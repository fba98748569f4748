"""The files of a report."""

from django.core.files.storage import default_storage

from consolidation.models import Report


def are_made(report: Report) -> bool:
    """Whether the report was rendered since its paper changed, and its PDF is where the row says."""
    name = report.pdf.name
    return report.rendered_at is not None and bool(name) and default_storage.exists(name or "")
