"""What happens to an application on the desk: checks, requests to supplement, opinions, messages."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.constraints import together
from common.traces import who
from organisations.models import Organisation
from programmes.models import PlanPolicy
from support.models.application import Application, RequestedItem


class CheckKind(models.TextChoices):
    """What a line of the legal checklist looks at."""

    CONDITION = "condition", pgettext_lazy("kind of check", "condition of the plan")
    WHOM = "whom", pgettext_lazy("kind of check", "who is helped")
    FOREIGN = "foreign", pgettext_lazy("kind of check", "foreign investment")
    ONCE = "once", pgettext_lazy("kind of check", "once per content")
    HIGHEST = "highest", pgettext_lazy("kind of check", "several policies, highest level")
    PRIORITY = "priority", pgettext_lazy("kind of check", "priority")
    PAPERS = "papers", pgettext_lazy("kind of check", "required papers")


class CheckResult(models.TextChoices):
    MET = "met", pgettext_lazy("result of a check", "met")
    NOT_MET = "not_met", pgettext_lazy("result of a check", "not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("result of a check", "does not apply")


class Check(models.Model):
    """A line of the legal checklist a person answered, with the evidence. What the portal suggests is not stored."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="checks", verbose_name=_("application")
    )
    item = models.ForeignKey(
        RequestedItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("content asked for"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CheckKind)
    policy = models.ForeignKey(
        PlanPolicy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause of the plan"),
    )
    result = models.CharField(_("result"), max_length=14, choices=CheckResult)
    evidence = models.TextField(_("evidence"), blank=True)
    checked_at = models.DateTimeField(_("checked at"))
    checked_by = who(_("checked by"), optional=False)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "item", "kind", "policy"], name="check_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_kind_display()}"


class SupplementRequest(models.Model):
    """A round of asking for what is missing. The clock stands still from ``asked_on`` to ``answered_on``."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="supplements", verbose_name=_("application")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    reason = models.TextField(_("reason"))
    asked_on = models.DateField(_("asked on"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = who(_("asked by"), optional=False)
    due_on = models.DateField(_("due on"))
    days_left = models.IntegerField(
        _("working days left when the clock stopped"),
        null=True,
        blank=True,
        help_text=_("Empty: nothing was promised."),
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = who(_("answered by"))
    closed_on = models.DateField(_("taken back or expired on"), null=True, blank=True)
    close_reason = models.TextField(_("why it was taken back or expired"), blank=True)

    class Meta:
        verbose_name = _("request to supplement")
        verbose_name_plural = _("requests to supplement")
        ordering = ["application_id", "round"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="supplement_round_once"),
            models.UniqueConstraint(
                fields=["application"],
                name="one_open_supplement",
                condition=Q(answered_on__isnull=True, closed_on__isnull=True),
            ),
            together("answered_on", "answered_at", "answered_by", name="supplement_answered_by_somebody"),
            models.CheckConstraint(condition=~Q(reason=""), name="supplement_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="supplements_waiting",
                condition=Q(answered_on__isnull=True, closed_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.round})"

    @property
    def is_open(self) -> bool:
        """Whether the enterprise is still waited for."""
        return self.answered_on is None and self.closed_on is None


class SupplementPoint(models.Model):
    """One thing that is missing, and what the enterprise says to it (files point here too)."""

    request = models.ForeignKey(
        SupplementRequest, models.CASCADE, related_name="points", verbose_name=_("request to supplement")
    )
    text = models.TextField(_("what is missing"))
    answer = models.TextField(_("answer"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("point of a request")
        verbose_name_plural = _("points of requests")
        ordering = ["request_id", "position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="supplement_point_says_what")]

    def __str__(self) -> str:
        return self.text


class Stance(models.TextChoices):
    AGREES = "agrees", pgettext_lazy("opinion", "agrees")
    WITH_REMARKS = "with_remarks", pgettext_lazy("opinion", "agrees, with remarks")
    OBJECTS = "objects", pgettext_lazy("opinion", "does not agree")


class OpinionRequest(models.Model):
    """DOST asks a department for its opinion until a day. Silence is no opinion and never consent.

    The opinion may be given late and changed until DOST closes the request (``closed_at``).
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="opinion_requests", verbose_name=_("application")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="opinion_requests", verbose_name=_("organisation")
    )
    question = models.TextField(_("question"))
    due_on = models.DateField(_("due on"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = who(_("asked by"), optional=False)
    stance = models.CharField(_("opinion"), max_length=12, choices=Stance, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = who(_("answered by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = who(_("closed by"))

    class Meta:
        verbose_name = _("request for an opinion")
        verbose_name_plural = _("requests for opinions")
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"],
                name="opinion_asked_once_at_a_time",
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
            ),
            together("answered_at", "answered_by", name="opinion_given_by_somebody"),
            together("closed_at", "closed_by", name="opinion_closed_by_somebody"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (~Q(stance="") & ~Q(answer="")),
                name="opinion_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} → {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("support:opinion_answer", args=[self.application_id, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the unit may still give or change its opinion."""
        return self.closed_at is None

    def is_overdue(self, on: dt.date) -> bool:
        """Whether the unit let its day pass without an opinion, and is still waited for on ``on``."""
        return self.is_open and self.answered_at is None and self.due_on < on


class Message(models.Model):
    """A line of the thread between the enterprise and DOST; ``is_internal`` stays at DOST.

    ``page`` names the form it was typed into: the same form sent twice is one message.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="messages", verbose_name=_("application")
    )
    text = models.TextField(_("message"))
    is_internal = models.BooleanField(_("only for DOST"), default=False)
    page = models.CharField(max_length=32, blank=True, editable=False)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    written_by = who(_("written by"), optional=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "page"], name="message_once_per_form", condition=~Q(page="")
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
