"""The steps of an application, of a granted support and of a need.

    draft → submitted ⇄ supplement requested
               ↓  (expired when nothing is supplied in time)
         under appraisal ⇄ supplement requested
               ↓
            proposed → granted | refused          withdrawn: by the enterprise, until the decision

    granted → contracted → implementing → accepted → closed      terminated, renounced: any time before closing

Arrows stand on the models, who may walk them in `rules`, what happens in `actions`.
"""

from django.db import models
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    """Where an application stands, in the words of the office; ``public_words`` are the applicant's."""

    DRAFT = "draft", pgettext_lazy("state of an application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of an application", "Received")
    SUPPLEMENT = "supplement", pgettext_lazy("state of an application", "Supplement requested")
    APPRAISAL = "appraisal", pgettext_lazy("state of an application", "Under appraisal")
    PROPOSED = "proposed", pgettext_lazy("state of an application", "Proposed for decision")
    GRANTED = "granted", pgettext_lazy("state of an application", "Granted")
    REFUSED = "refused", pgettext_lazy("state of an application", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an application", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("state of an application", "Expired")


OPEN = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.SUPPLEMENT,
        ApplicationState.APPRAISAL,
        ApplicationState.PROPOSED,
    }
)
DECIDED = frozenset({ApplicationState.GRANTED, ApplicationState.REFUSED})
ENDED = DECIDED | {ApplicationState.WITHDRAWN, ApplicationState.EXPIRED}


class SupportState(models.TextChoices):
    """Where a granted support stands."""

    GRANTED = "granted", pgettext_lazy("state of a support", "Granted")
    CONTRACTED = "contracted", pgettext_lazy("state of a support", "Contracted")
    IMPLEMENTING = "implementing", pgettext_lazy("state of a support", "Being carried out")
    ACCEPTED = "accepted", pgettext_lazy("state of a support", "Accepted")
    CLOSED = "closed", pgettext_lazy("state of a support", "Closed")
    TERMINATED = "terminated", pgettext_lazy("state of a support", "Terminated")
    RENOUNCED = "renounced", pgettext_lazy("state of a support", "Given up by the enterprise")


GIVEN_UP = frozenset({SupportState.TERMINATED, SupportState.RENOUNCED})
RUNNING = frozenset(
    {SupportState.GRANTED, SupportState.CONTRACTED, SupportState.IMPLEMENTING, SupportState.ACCEPTED}
)


class NeedState(models.TextChoices):
    """Where a need an organisation sent stands."""

    SENT = "sent", pgettext_lazy("state of a need", "Sent")
    ROUTED = "routed", pgettext_lazy("state of a need", "Being looked at")
    ANSWERED = "answered", pgettext_lazy("state of a need", "Answered")
    APPLIED = "applied", pgettext_lazy("state of a need", "Became an application")
