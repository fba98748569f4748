"""The signed file of a report."""

from consolidation.models import Report, SignedFile


def newest_signed(report: Report) -> SignedFile | None:
    """The signed file that counts: the newest one sent since the number was recorded (or put right)."""
    if report.numbered_at is None:
        return None
    return report.signed_files.filter(at__gte=report.numbered_at).order_by("-pk").first()
