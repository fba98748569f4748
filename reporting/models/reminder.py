"""When people are reminded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models.validity import Dated, DatedQuerySet
from programmes.models import Plan


class ReminderKind(models.TextChoices):
    CALL = "call", pgettext_lazy("kind of reminder", "DOST: open the period")
    UNIT = "unit", pgettext_lazy("kind of reminder", "units: file the form")


class ReminderStep(Dated):
    """A rung of the ladder. ``days`` are negative before the day and positive after it.

    For units, working days from the day the form is due; for the call to DOST, calendar days from the day the report
    is due. ``plan`` empty: every plan without rungs of its own. These are office practice, not law.
    """

    plan = models.ForeignKey(
        Plan,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_steps",
        verbose_name=_("plan"),
    )
    kind = models.CharField(_("kind"), max_length=4, choices=ReminderKind, default=ReminderKind.UNIT)
    days = models.SmallIntegerField(_("days"), help_text=_("Negative before the day, positive after it."))
    to_leader = models.BooleanField(_("also to the unit's leader"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("reminder step")
        verbose_name_plural = _("reminder steps")
        ordering = ["plan_id", "kind", "days"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "kind", "days", "valid_from"],
                name="reminder_step_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days:+d}"
