"""A stretch of time for which a plan is reported."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import province_ids_of
from programmes.models import Plan


class PeriodKind(models.TextChoices):
    """What the report is about. Only yearly reports enter the sums of the years; the others stand by themselves."""

    YEAR = "year", pgettext_lazy("kind of period", "Year")
    HALF = "half", pgettext_lazy("kind of period", "Half-year")
    QUARTER = "quarter", pgettext_lazy("kind of period", "Quarter")
    FIVE_YEAR = "five_year", pgettext_lazy("kind of period", "Five years")
    MIDTERM = "midterm", pgettext_lazy("kind of period", "Mid-term review")
    FINAL = "final", pgettext_lazy("kind of period", "Final review")
    AD_HOC = "ad_hoc", pgettext_lazy("kind of period", "On request")


# How many of a kind a year has; the number of an ad hoc period is its place in the year.
NUMBERED = {PeriodKind.HALF: 2, PeriodKind.QUARTER: 4}


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    """Periods as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST and the province's readers see their province's periods; the ministry sees every one."""
        if user.is_superuser:
            return self
        return self.filter(plan__province_id__in=province_ids_of(user))

    def yearly(self) -> Self:
        """The yearly reports, whose figures make the sums."""
        return self.filter(kind=PeriodKind.YEAR)


class ReportingPeriod(models.Model):
    """One report of one plan: until when data count, when entry opens, is due, and locks.

    Data cut-off and the three dates of entry are different days on purpose: a report of 25 November carries
    results to the cut-off and an estimate for the whole year. ``year`` is the year reported, for a review the last;
    ``covers_from`` the first where several are covered. ``number`` tells quarters, half-years and requests apart.
    Figures "to date" run from the first day covered to the cut-off, in every kind.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name=_("plan"))
    kind = models.CharField(_("kind"), max_length=10, choices=PeriodKind, default=PeriodKind.YEAR)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"), default=0)
    covers_from = models.PositiveSmallIntegerField(_("first year covered"), null=True, blank=True)
    subject = models.CharField(
        _("subject"), max_length=300, blank=True, help_text=_("What an ad hoc report is about.")
    )
    cutoff_on = models.DateField(_("data until"))
    opens_on = models.DateField(_("entry opens on"))
    due_on = models.DateField(_("due on"))
    locks_on = models.DateField(_("entry locks after"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    issued_on = models.DateField(
        _("report issued on"),
        null=True,
        blank=True,
        help_text=_(
            "When the report of the period left the house; what it was held against stays from then on."
        ),
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-year", "plan_id", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "year", "number"], name="period_once_per_plan"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("locks_on")),
                name="period_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="half", number__range=(1, 2))
                | Q(kind="quarter", number__range=(1, 4))
                | Q(kind="ad_hoc", number__gte=1)
                | Q(kind__in=["year", "five_year", "midterm", "final"], number=0),
                name="period_number_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True) | Q(covers_from__lte=F("year")),
                name="period_covers_years_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind="ad_hoc") | ~Q(subject=""), name="ad_hoc_period_says_about_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:period_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """What the period is called after the plan: "2026", "quarter 3 of 2026", "mid-term review 2021–2025"."""
        years = f"{self.covers_from}–{self.year}" if self.covers_from else str(self.year)
        facts = {"number": self.number, "year": self.year, "years": years, "subject": self.subject}
        sentences = {
            PeriodKind.HALF: gettext("first half of %(year)s")
            if self.number == 1
            else gettext("second half of %(year)s"),
            PeriodKind.QUARTER: gettext("quarter %(number)s of %(year)s"),
            PeriodKind.FIVE_YEAR: gettext("five years %(years)s"),
            PeriodKind.MIDTERM: gettext("mid-term review %(years)s"),
            PeriodKind.FINAL: gettext("final review %(years)s"),
            PeriodKind.AD_HOC: gettext("on request, %(year)s: %(subject)s"),
        }
        sentence = sentences.get(PeriodKind(self.kind))
        return sentence % facts if sentence else years

    @property
    def title(self) -> str:
        """What stands over its page: "Report of 2026", "Report: quarter 3 of 2026"."""
        sentence = gettext("Report of %(period)s") if self.is_yearly else gettext("Report: %(period)s")
        return sentence % {"period": self.name}

    @property
    def form_title(self) -> str:
        """What stands over a unit's form: "Form of 2026", "Form: quarter 3 of 2026"."""
        sentence = gettext("Form of %(period)s") if self.is_yearly else gettext("Form: %(period)s")
        return sentence % {"period": self.name}

    @property
    def is_yearly(self) -> bool:
        """Whether its figures make the sums of the years and its report is the yearly one."""
        return self.kind == PeriodKind.YEAR

    def is_open(self, on: dt.date) -> bool:
        """Whether units may enter figures on ``on``."""
        return self.opens_on <= on <= self.locks_on
