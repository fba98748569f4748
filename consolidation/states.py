"""The life of a consolidated report, from the first draft to the paper that has left the house."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ReportState(models.TextChoices):
    """Drafted at DOST, read by its leader, numbered by the registry, issued; a later version takes its place."""

    DRAFTING = "drafting", pgettext_lazy("state of a report", "Being drafted")
    REVIEW = "review", pgettext_lazy("state of a report", "With the leader")
    APPROVED = "approved", pgettext_lazy("state of a report", "Approved, waiting for its number")
    NUMBERED = "numbered", pgettext_lazy("state of a report", "Numbered, waiting to be issued")
    ISSUED = "issued", pgettext_lazy("state of a report", "Issued")
    SUPERSEDED = "superseded", pgettext_lazy("state of a report", "Superseded by a later version")


LIVE = frozenset({ReportState.DRAFTING, ReportState.REVIEW})  # its text follows the board and the figures
FROZEN = frozenset(ReportState) - LIVE  # its text stays as the leader approved it
OUT = frozenset({ReportState.ISSUED, ReportState.SUPERSEDED})  # has left the house
