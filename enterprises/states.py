"""The steps of a request to join an enterprise: waiting → accepted | declined | withdrawn."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JoinState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a request to join", "Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("state of a request to join", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a request to join", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request to join", "Withdrawn")
