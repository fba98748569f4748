"""A granted support and what follows: contract, milestones, money, effect, outcome."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from common.traces import who
from common.vietnamese import clean, fold
from enterprises.models import Certificate, Enterprise, enterprise_ids_of
from organisations.queries import province_ids_of
from support.models.application import RequestedItem
from support.models.content import OutcomeKind, SupportContent, SupportLevel
from support.states import GIVEN_UP
from support.states import SupportState as State


class SupportQuerySet(models.QuerySet["Support"]):
    """Granted supports as people see them."""

    def visible_to(self, user: User) -> Self:
        """The enterprise's people; DOST and the readers of the province; the ministry sees all."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(enterprise_id__in=enterprise_ids_of(user))
            | Q(content__plan__province_id__in=province_ids_of(user))
        )

    def standing(self) -> Self:
        """Those not given up: they use the content's one time and the year's quota."""
        return self.exclude(state__in=GIVEN_UP)


class Support(FSMModelMixin, models.Model):
    """A content granted to an enterprise. Money in đồng.

    ``family`` (ten digits of the tax code, or a household's twelve) and ``kin`` (the content) together may stand once where
    the plan says so (``is_once``): the database holds that, also against two clerks at the same moment.
    """

    item = models.OneToOneField(
        RequestedItem, models.PROTECT, related_name="support", verbose_name=_("content asked for")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="supports", verbose_name=_("enterprise")
    )
    content = models.ForeignKey(
        SupportContent, models.PROTECT, related_name="supports", verbose_name=_("support content")
    )
    family = models.CharField(_("family of tax codes"), max_length=12)
    kin = models.CharField(_("same content as"), max_length=80)
    is_once = models.BooleanField(_("once only"), default=False)
    state = FSMField(_("state"), choices=State, default=State.GRANTED, protected=True)
    granted_on = models.DateField(_("granted on"))
    granted_by = who(_("granted by"), optional=False)
    level = models.ForeignKey(
        SupportLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supports",
        verbose_name=_("support level"),
    )
    cost = models.PositiveBigIntegerField(_("cost recognised, đồng"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("amount granted, đồng"))
    over_quota_reason = models.TextField(_("why above the yearly quota"), blank=True)
    # The contract.
    contract_number = models.CharField(_("contract number"), max_length=100, blank=True)
    contract_on = models.DateField(_("contract signed on"), null=True, blank=True)
    contract_value = models.PositiveBigIntegerField(_("value of the contract, đồng"), null=True, blank=True)
    contract_parties = models.TextField(_("parties"), blank=True)
    contract_ends_on = models.DateField(_("contract ends on"), null=True, blank=True)
    # Acceptance and end.
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    acceptance = models.TextField(_("result of the acceptance"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    given_up_on = models.DateField(_("terminated or given up on"), null=True, blank=True)
    given_up_reason = models.TextField(_("why it was terminated or given up"), blank=True)
    to_recover = models.PositiveBigIntegerField(_("to be paid back, đồng"), default=0)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("granted support")
        verbose_name_plural = _("granted supports")
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "kin"],
                name="content_once_per_organisation",
                condition=Q(is_once=True) & ~Q(state__in=sorted(GIVEN_UP)),
            ),
            models.CheckConstraint(condition=~Q(family="") & ~Q(kin=""), name="support_names_whom_and_what"),
            models.CheckConstraint(
                condition=Q(state__in=[State.GRANTED, *sorted(GIVEN_UP)]) | Q(contract_on__isnull=False),
                name="support_under_way_has_a_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.CLOSED]) | Q(accepted_on__isnull=False),
                name="accepted_support_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(GIVEN_UP))
                | (Q(given_up_on__isnull=False) & ~Q(given_up_reason="")),
                name="support_given_up_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["family", "kin"], name="supports_of_family_and_content"),
            models.Index(fields=["content", "granted_on"], name="supports_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.content}"

    def get_absolute_url(self) -> str:
        return reverse("support:support_detail", args=[self.pk])

    @transition(state, source=State.GRANTED, target=State.CONTRACTED, permission="support.handle_support")
    def sign_contract(self) -> None:
        """The contract is signed."""

    @transition(
        state, source=State.CONTRACTED, target=State.IMPLEMENTING, permission="support.handle_support"
    )
    def begin(self) -> None:
        """The work begins."""

    @transition(
        state,
        source=[State.CONTRACTED, State.IMPLEMENTING],
        target=State.ACCEPTED,
        permission="support.handle_support",
    )
    def accept(self) -> None:
        """The work is accepted; its outcomes count from now on."""

    @transition(state, source=State.ACCEPTED, target=State.CLOSED, permission="support.handle_support")
    def settle(self) -> None:
        """Everything is paid and settled."""

    @transition(
        state,
        source=[State.GRANTED, State.CONTRACTED, State.IMPLEMENTING, State.ACCEPTED, State.CLOSED],
        target=State.TERMINATED,
        permission="support.end_support",
    )
    def terminate(self) -> None:
        """DOST ends it, e.g. for a false declaration; what was paid may have to come back."""

    @transition(
        state,
        source=[State.GRANTED, State.CONTRACTED, State.IMPLEMENTING],
        target=State.RENOUNCED,
        permission="support.renounce_support",
    )
    def renounce(self) -> None:
        """The enterprise gives it up."""


class Milestone(models.Model):
    """A step of the contract with its day."""

    support = models.ForeignKey(
        Support, models.CASCADE, related_name="milestones", verbose_name=_("granted support")
    )
    title = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["support_id", F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title


class Direction(models.TextChoices):
    """Which way money went."""

    PAID = "paid", _("paid to the enterprise")
    RECOVERED = "recovered", _("paid back by the enterprise")


class Disbursement(models.Model):
    """Money paid for a support, or paid back. The sum paid never passes the amount granted."""

    support = models.ForeignKey(
        Support, models.PROTECT, related_name="disbursements", verbose_name=_("granted support")
    )
    direction = models.CharField(_("direction"), max_length=9, choices=Direction, default=Direction.PAID)
    amount = models.PositiveBigIntegerField(_("amount, đồng"))
    paid_on = models.DateField(_("paid on"))
    document = models.CharField(_("payment document"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = who(_("entered by"), optional=False)

    class Meta:
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ["support_id", "paid_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="disbursement_is_of_money"),
            models.UniqueConstraint(
                fields=["support", "direction", "document"], name="payment_document_once_per_support"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.support}: {self.amount}"


class EffectReport(models.Model):
    """What the enterprise says came of the support in a year (a yearly follow-up). ``gain`` in percent of productivity."""

    support = models.ForeignKey(
        Support, models.CASCADE, related_name="effects", verbose_name=_("granted support")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.TextField(_("effect"))
    gain = models.DecimalField(
        _("gain in productivity, %"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    is_still_certified = models.BooleanField(_("certificate still valid"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = who(_("declared by"), optional=False)

    class Meta:
        verbose_name = _("declared effect")
        verbose_name_plural = _("declared effects")
        ordering = ["support_id", "year"]
        constraints = [models.UniqueConstraint(fields=["support", "year"], name="effect_once_a_year")]

    def __str__(self) -> str:
        return f"{self.support}, {self.year}"


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Outcomes as people see them."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the support."""
        return self.filter(support__in=Support.objects.visible_to(user))

    def counting(self) -> Self:
        """Those not struck."""
        return self.filter(struck_on__isnull=True)


class Outcome(models.Model):
    """A named result of an accepted support: an enterprise, a product, a certificate, a laboratory, an award.

    Struck ones (the support was terminated) stay readable and no longer count.
    """

    support = models.ForeignKey(
        Support, models.PROTECT, related_name="outcomes", verbose_name=_("granted support")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=OutcomeKind)
    name = models.CharField(_("name"), max_length=300)
    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("certificate"),
    )
    reached_on = models.DateField(_("reached on"))
    struck_on = models.DateField(_("struck on"), null=True, blank=True)
    struck_by = who(_("struck by"))
    struck_reason = models.TextField(_("why it was struck"), blank=True)
    folded = models.CharField(max_length=400, editable=False, default="")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["-reached_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["support", "kind", "folded"], name="outcome_once_per_support"),
            together("struck_on", "struck_by", name="outcome_struck_by_somebody"),
            models.CheckConstraint(
                condition=Q(struck_on__isnull=True) | ~Q(struck_reason=""), name="outcome_struck_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = clean(self.name)
        self.folded = fold(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]
