"""Who acts for an enterprise in the portal, and who asks to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from enterprises.models.enterprise import Enterprise, enterprise_ids_of
from enterprises.states import JoinState
from organisations.models.validity import Dated, DatedQuerySet
from organisations.queries import dost_province_ids


class EnterpriseRole(models.TextChoices):
    """What a person does for the enterprise. Whoever manages also answers who else may join."""

    MANAGER = "manager", pgettext_lazy("role in an enterprise", "manager of the account")
    MEMBER = "member", pgettext_lazy("role in an enterprise", "member")


class EnterpriseMembership(Dated):
    """A person acts for an enterprise, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="enterprise_memberships",
        verbose_name=_("person"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="people", verbose_name=_("enterprise")
    )
    role = models.CharField(_("role"), max_length=10, choices=EnterpriseRole, default=EnterpriseRole.MEMBER)
    position = models.CharField(_("position"), max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("person of an enterprise")
        verbose_name_plural = _("people of enterprises")
        ordering = ["enterprise_id", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "enterprise"], name="enterprise_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.enterprise}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Requests as people see them."""

    def visible_to(self, user: User) -> Self:
        """Whoever asked; the managers of the enterprise; the DOST of its province."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(user_id=user.pk)
            | Q(enterprise_id__in=enterprise_ids_of(user, managing=True))
            | Q(enterprise__province_id__in=dost_province_ids(user))
        )


class JoinRequest(FSMModelMixin, models.Model):
    """A person asks to act for an enterprise the register already knows. Its manager answers, or DOST."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests", verbose_name=_("person")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="join_requests", verbose_name=_("enterprise")
    )
    state = FSMField(_("state"), choices=JoinState, default=JoinState.WAITING, protected=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    message = models.TextField(_("message"), blank=True)
    tax_code = models.CharField(
        _("tax code as the person wrote it"),
        max_length=14,
        blank=True,
        help_text=_("Where the register does not know the enterprise's code yet; accepting enters it."),
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answer = models.TextField(_("answer"), blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                name="join_request_open_once",
                condition=Q(state=JoinState.WAITING),
            ),
            together("answered_at", "answered_by", name="join_request_answered_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.enterprise}"

    @transition(
        field=state,
        source=JoinState.WAITING,
        target=JoinState.ACCEPTED,
        permission="enterprises.answer_joinrequest",
    )
    def accept(self) -> None:
        """The person acts for the enterprise from now on."""

    @transition(
        field=state,
        source=JoinState.WAITING,
        target=JoinState.DECLINED,
        permission="enterprises.answer_joinrequest",
    )
    def decline(self) -> None:
        """The person does not; the answer says why."""

    @transition(
        field=state,
        source=JoinState.WAITING,
        target=JoinState.WITHDRAWN,
        permission="enterprises.withdraw_joinrequest",
    )
    def withdraw(self) -> None:
        """The person no longer asks."""
