"""Things that hold from a day to a day, and how sure we are of them."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """Where a fact comes from. DOST's legal staff confirm anything below V1 before it binds anybody."""

    SEED = "S", _("stated in an enacted document the portal carries")
    PRIMARY = "V1", _("legal text read")
    SECONDARY = "V2", _("public secondary sources")
    MEMORY = "M", _("from memory, to be checked")
    UNKNOWN = "U", _("unknown")


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from`` and ``valid_to``, both included, either open."""

    def on(self, day: dt.date) -> Self:
        """The rows that hold on ``day``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Dated(models.Model):
    """Valid from a day to a day, both included; an empty end is open."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
            )
        ]

    def holds_on(self, day: dt.date) -> bool:
        """Whether the row holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
