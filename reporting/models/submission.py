"""What one unit reports in one period."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from organisations.models import Organisation
from organisations.queries import province_ids_of, unit_ids_of
from reporting.models.period import ReportingPeriod
from reporting.states import SubmissionState as State


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions as people see them."""

    def visible_to(self, user: User) -> Self:
        """A unit sees its own; DOST and the readers of the province see all of the province."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(organisation_id__in=unit_ids_of(user)) | Q(period__plan__province_id__in=province_ids_of(user))
        )

    def accepted(self) -> Self:
        """Those whose figures count."""
        return self.filter(state=State.ACCEPTED)


class Submission(FSMModelMixin, models.Model):
    """A unit's yearly form. Generated from the roles the unit holds, never typed in.

    ``version`` grows with every save of the content; a form filled from an older version is refused as stale.
    """

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="submissions", verbose_name=_("period")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="submissions", verbose_name=_("organisation")
    )
    state = FSMField(_("state"), choices=State, default=State.NOT_STARTED, protected=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_nil = models.BooleanField(_("nothing to report"), default=False)
    nil_reason = models.TextField(_("why there is nothing to report"), blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Made for trying the portal; not real data.")
    )
    loaded_from = models.CharField(
        _("taken over from"),
        max_length=200,
        blank=True,
        help_text=_("The paper a past year's content comes from; when the unit filed it is then not known."),
    )
    round = models.PositiveSmallIntegerField(
        _("round"), default=1, help_text=_("Grows each time DOST opens the form again.")
    )
    records_version = models.PositiveIntegerField(
        _("version of the records"),
        default=1,
        help_text=_("Grows with every change of records and evidence."),
    )
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    certified_at = models.DateTimeField(_("certified at"), null=True, blank=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certified by"),
    )
    first_filed_at = models.DateTimeField(
        _("first filed at"),
        null=True,
        blank=True,
        help_text=_("When the unit first submitted what it did not take back: that decides on time or late."),
    )
    decided_at = models.DateTimeField(_("accepted or sent back at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted or sent back by"),
    )
    alone_reason = models.TextField(
        _("why one person may prepare and certify"), blank=True, help_text=_("Allowed by DOST.")
    )
    unlocked_until = models.DateField(_("unlocked until"), null=True, blank=True)
    unlocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unlocked by"),
    )
    unlock_reason = models.TextField(_("why it was unlocked"), blank=True)
    return_reason = models.TextField(_("why it was sent back"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["period_id", "organisation__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "organisation"], name="submission_once_per_unit"),
            together("handed_in_at", "handed_in_by", name="submission_handed_in_by_somebody"),
            together("unlocked_until", "unlocked_by", name="submission_unlocked_by_somebody"),
            models.CheckConstraint(
                condition=Q(unlocked_until__isnull=True) | ~Q(unlock_reason=""),
                name="submission_unlocked_with_a_reason",
            ),
            together("certified_at", "certified_by", name="submission_certified_by_somebody"),
            together("decided_at", "decided_by", name="submission_decided_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SUBMITTED, State.ACCEPTED]) | Q(certified_at__isnull=False),
                name="filed_submission_is_certified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.RETURNED]) | Q(decided_at__isnull=False),
                name="decided_submission_names_who",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(return_reason=""), name="sent_back_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(is_nil=False) | ~Q(nil_reason=""), name="nil_submission_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.period.name}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:submission_detail", args=[self.pk])

    @property
    def edition(self) -> str:
        """Names what a person reads: the version of the form and of its records. Grows with every change."""
        return f"{self.version}.{self.records_version}"

    @transition(state, source=State.NOT_STARTED, target=State.DRAFT, permission="reporting.edit_submission")
    def start(self) -> None:
        """The first save of the unit."""

    @transition(
        state,
        source=[State.NOT_STARTED, State.DRAFT, State.RETURNED],
        target=State.UNIT_REVIEW,
        permission="reporting.edit_submission",
    )
    def hand_in(self) -> None:
        """The focal point asks the unit's leader to certify."""

    @transition(
        state, source=State.UNIT_REVIEW, target=State.DRAFT, permission="reporting.certify_submission"
    )
    def decline(self) -> None:
        """The unit's leader wants changes first."""

    @transition(
        state, source=State.UNIT_REVIEW, target=State.SUBMITTED, permission="reporting.certify_submission"
    )
    def certify(self) -> None:
        """The unit's leader stands for it; it is now with DOST. What comes back mended was filed when it first came."""
        self.first_filed_at = self.first_filed_at or self.certified_at

    @transition(
        state, source=State.SUBMITTED, target=State.ACCEPTED, permission="reporting.decide_submission"
    )
    def accept(self) -> None:
        """DOST takes it; its figures count from now on."""

    @transition(state, source=State.SUBMITTED, target=State.DRAFT, permission="reporting.certify_submission")
    def withdraw(self) -> None:
        """The unit takes it back before DOST has decided."""

    @transition(
        state, source=State.SUBMITTED, target=State.RETURNED, permission="reporting.decide_submission"
    )
    def send_back(self) -> None:
        """DOST asks the unit to mend something, saying why."""

    @transition(state, source=State.ACCEPTED, target=State.RETURNED, permission="reporting.decide_submission")
    def unlock(self) -> None:
        """DOST opens an accepted form again, for a reason and until a day; meanwhile it does not count."""

    @transition(
        state,
        source=[State.RETURNED, State.DRAFT, State.UNIT_REVIEW],
        target=State.ACCEPTED,
        permission="reporting.decide_submission",
    )
    def relock(self) -> None:
        """An unlocked form nobody changed counts again as it was accepted."""
