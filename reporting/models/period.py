"""A year in which a plan is reported."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import province_ids_of
from programmes.models import Plan


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    """Periods as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST and the province's readers see their province's periods; the ministry sees every one."""
        if user.is_superuser:
            return self
        return self.filter(plan__province_id__in=province_ids_of(user))


class ReportingPeriod(models.Model):
    """The yearly report of one plan: until when data count, when entry opens, is due, and locks.

    Data cut-off and the three dates of entry are different days on purpose: a report of 25 November carries
    results to the cut-off and an estimate for the whole year.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("year"))
    cutoff_on = models.DateField(_("data until"))
    opens_on = models.DateField(_("entry opens on"))
    due_on = models.DateField(_("due on"))
    locks_on = models.DateField(_("entry locks after"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-year", "plan"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="period_once_per_plan_and_year"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("locks_on")),
                name="period_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:period_detail", args=[self.pk])

    def is_open(self, on: dt.date) -> bool:
        """Whether units may enter figures on ``on``."""
        return self.opens_on <= on <= self.locks_on
