"""What departments and associations say enterprises need."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from common.traces import who
from enterprises.models import Enterprise
from organisations.models import Organisation
from organisations.queries import province_ids_of, unit_ids_of
from programmes.models import Plan
from support.models.application import Application
from support.models.content import SupportContent
from support.states import NeedState as State


class NeedQuerySet(models.QuerySet["Need"]):
    """Needs as people see them."""

    def visible_to(self, user: User) -> Self:
        """The organisation that sent it; DOST and the readers of the province."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(organisation_id__in=unit_ids_of(user)) | Q(plan__province_id__in=province_ids_of(user))
        )


class Need(FSMModelMixin, models.Model):
    """An organisation of the province tells DOST what an enterprise needs; DOST looks at it and answers."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="needs", verbose_name=_("plan"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="needs", verbose_name=_("sent by")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="needs", verbose_name=_("enterprise")
    )
    content = models.ForeignKey(
        SupportContent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("support content"),
    )
    text = models.TextField(_("what is needed"))
    contact = models.CharField(_("whom to call"), max_length=300, blank=True)
    state = FSMField(_("state"), choices=State, default=State.SENT, protected=True)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    sent_by = who(_("sent by"), optional=False)
    handled_by = who(_("handled by"), related_name="handled_needs")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = who(_("answered by"))
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("application"),
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-pk"]
        constraints = [
            together("answered_at", "answered_by", name="need_answered_by_somebody"),
            models.CheckConstraint(condition=~Q(text=""), name="need_says_what"),
            models.CheckConstraint(
                condition=~Q(state=State.APPLIED) | Q(application__isnull=False),
                name="applied_need_names_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("support:need_detail", args=[self.pk])

    @transition(state, source=State.SENT, target=State.ROUTED, permission="support.handle_need")
    def route(self) -> None:
        """Somebody at DOST looks at it."""

    @transition(
        state, source=[State.SENT, State.ROUTED], target=State.ANSWERED, permission="support.handle_need"
    )
    def reply(self) -> None:
        """DOST answers the organisation."""

    @transition(
        state,
        source=[State.SENT, State.ROUTED, State.ANSWERED],
        target=State.APPLIED,
        permission="support.handle_need",
    )
    def become_application(self) -> None:
        """The enterprise was helped to apply."""

    @transition(state, source=State.APPLIED, target=State.ROUTED)
    def fall_back(self) -> None:
        """The enterprise threw the draft away; whoever may do that moves the need along."""
