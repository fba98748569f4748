"""One figure a unit reports."""

from decimal import Decimal
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import Target
from reporting.models.line import SubmissionLine


class Precision(models.TextChoices):
    EXACT = "exact", pgettext_lazy("precision of a figure", "exactly")
    NEARLY = "nearly", pgettext_lazy("precision of a figure", "nearly (gần)")


class ActivityKind(models.TextChoices):
    """What was held or published."""

    COURSE = "course", pgettext_lazy("kind of activity", "Course")
    CONFERENCE = "conference", pgettext_lazy("kind of activity", "Conference or seminar")
    BROADCAST = "broadcast", pgettext_lazy("kind of activity", "Broadcast")
    PUBLICATION = "publication", pgettext_lazy("kind of activity", "Article or publication")
    AWARD = "award", pgettext_lazy("kind of activity", "Award")
    SURVEY = "survey", pgettext_lazy("kind of activity", "Survey or field check")
    INTERNATIONAL = "international", pgettext_lazy("kind of activity", "International cooperation")


class CountedAs(models.TextChoices):
    """Which named records a figure is the count of."""

    TYPED = "", pgettext_lazy("what a figure counts", "typed, no records")
    ACTIVITIES = "activities", pgettext_lazy("what a figure counts", "activities of one kind")
    PARTICIPANTS = "participants", pgettext_lazy("what a figure counts", "participants of the activities")
    EXPERTS = "experts", pgettext_lazy("what a figure counts", "certified experts")
    ENTERPRISES = "enterprises", pgettext_lazy("what a figure counts", "enterprises helped")


class FigureQuerySet(models.QuerySet["Figure"]):
    """Figures with what stands behind them."""

    def with_counts(self) -> Self:
        """Annotate ``counted``: how many named records stand behind the figure, None without any.

        Activities, participants and experts are those of the line; enterprises those named for the figure, each once.
        """
        return self.annotate(counted=RecordsBehind("pk", "line", "counted_as", "activity_kind"))


class RecordsBehind(Func):
    """How many records stand behind a figure; the function is made by migration 0010."""

    function = "reporting_counted"
    arity = 4
    output_field = models.DecimalField(max_digits=14, decimal_places=2)


class Figure(models.Model):
    """A measured value: to the cut-off date, and as expected for the whole year.

    Null is "not reported", 0 is "measured, none". Where named records stand behind it (``counted_as``) the ``value``
    to date is their count and ``to_date`` stays null; one typed over the count says why (``typed_reason``).
    ``target`` is the target it counts for, if any; its unit and words are then the target's and cannot be typed.
    """

    line = models.ForeignKey(SubmissionLine, models.CASCADE, related_name="figures", verbose_name=_("line"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("counts for")
    )
    indicator = models.CharField(_("what is counted"), max_length=1000)
    unit = models.CharField(_("unit"), max_length=60)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision, default=Precision.EXACT)
    to_date = models.DecimalField(_("to date"), max_digits=14, decimal_places=2, null=True, blank=True)
    estimate = models.DecimalField(
        _("whole year, estimated"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    counted_as = models.CharField(
        _("is the count of"), max_length=12, choices=CountedAs, default=CountedAs.TYPED, blank=True
    )
    activity_kind = models.CharField(
        _("kind of activity counted"), max_length=14, choices=ActivityKind, blank=True
    )
    typed_reason = models.TextField(_("why another number than the count"), blank=True)
    is_own = models.BooleanField(_("added by the unit"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["line_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(to_date__isnull=True) | Q(to_date__gte=0))
                & (Q(estimate__isnull=True) | Q(estimate__gte=0)),
                name="figure_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(counted_as="activities") | Q(activity_kind=""),
                name="only_activities_have_a_kind",
            ),
            models.UniqueConstraint(
                fields=["line", "target"], name="figure_once_per_target", condition=Q(target__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.indicator

    @cached_property
    def counted(self) -> Decimal | None:
        """How many named records stand behind it; None without any. At hand after ``with_counts()``, else asked for."""
        if self.pk is None or not self.counted_as:
            return None
        return Figure.objects.with_counts().get(pk=self.pk).counted

    @property
    def value(self) -> Decimal | None:
        """The value to date: what was typed, else the count of the records; None is "not reported"."""
        return self.counted if self.to_date is None else self.to_date

    @property
    def records(self) -> int:
        """The count as a whole number, 0 without records: for sentences in the plural."""
        return int(self.counted or 0)

    @property
    def is_typed_over(self) -> bool:
        """Whether a number stands that is not the count of the records behind it."""
        return self.to_date is not None and self.counted is not None and self.to_date != self.counted
