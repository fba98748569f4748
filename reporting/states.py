"""The steps of a submission.

    not started → draft → with the unit's leader → submitted → accepted
                    ↑            │ declined          │ sent back
                    └────────────┘        sent back ←┘ → with the unit's leader

The arrows stand on the model (`Submission`); who may walk them in `rules`; what happens in `actions`.
"""

from django.db import models
from django.utils.translation import pgettext_lazy


class SubmissionState(models.TextChoices):
    """Where a unit's submission stands; moved by people only."""

    NOT_STARTED = "not_started", pgettext_lazy("state of a submission", "Not started")
    DRAFT = "draft", pgettext_lazy("state of a submission", "Draft")
    UNIT_REVIEW = "unit_review", pgettext_lazy("state of a submission", "With the unit's leader")
    SUBMITTED = "submitted", pgettext_lazy("state of a submission", "Submitted")
    RETURNED = "returned", pgettext_lazy("state of a submission", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("state of a submission", "Accepted")


EDITABLE = frozenset({SubmissionState.NOT_STARTED, SubmissionState.DRAFT, SubmissionState.RETURNED})
FILED = frozenset({SubmissionState.SUBMITTED, SubmissionState.ACCEPTED})
