"""An enterprise asks for support: the dossier, the contents it asks for, its number in the register."""

from typing import Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from common.traces import who
from enterprises.models import Enterprise, enterprise_ids_of
from organisations.models import Province
from organisations.queries import province_ids_of, unit_ids_of
from programmes.models import Plan, PlanPolicy
from support.models.content import SupportContent
from support.states import DECIDED, ENDED
from support.states import ApplicationState as State

SECRET_LENGTH = 12  # hexadecimal digits: 48 bits, and looking them up is limited in rate


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications as people see them."""

    def visible_to(self, user: User) -> Self:
        """The enterprise's people; once submitted DOST and the readers of the province, and units asked for an opinion."""
        if user.is_superuser:
            return self
        asked = self.model.objects.filter(
            Q(opinion_requests__closed_at__isnull=True)
            | Q(opinion_requests__answered_at__isnull=False)
            | Q(appraisers__user=user),
            opinion_requests__organisation_id__in=unit_ids_of(user),
        ).values("pk")
        return self.filter(
            Q(enterprise_id__in=enterprise_ids_of(user))
            | (
                ~Q(state=State.DRAFT)
                & Q(submitted_at__isnull=False)
                & (Q(plan__province_id__in=province_ids_of(user)) | Q(pk__in=asked))
            )
        )

    def submitted(self) -> Self:
        """Those that have a number."""
        return self.filter(submitted_at__isnull=False)


class Application(FSMModelMixin, models.Model):
    """A dossier (*hồ sơ đề nghị*): one enterprise, one plan, several contents at once.

    ``version`` grows with every save; a form filled from an older version is refused as stale. ``promised_on`` is the day
    on the receipt, ``due_on`` the day that holds now (null while the clock stands still or no days are laid down).
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="applications", verbose_name=_("enterprise")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="applications", verbose_name=_("plan"))
    state = FSMField(_("state"), choices=State, default=State.DRAFT, protected=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    situation = models.TextField(_("where the enterprise stands today"), blank=True)
    purpose = models.TextField(_("what the support is for"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_position = models.CharField(_("position of the contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    started_by = who(_("started by"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = who(_("saved by"))
    cloned_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="clones", verbose_name=_("made from")
    )
    # The receipt: province and year the number counts in, and what was promised.
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received by")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=30, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = who(_("submitted by"))
    notice_read_at = models.DateTimeField(_("privacy notice read at"), null=True, blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # The desk.
    assignee = who(_("handled by"), related_name="assigned_applications")
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    ended_on = models.DateField(_("decided, withdrawn or expired on"), null=True, blank=True)
    end_reason = models.TextField(_("why it ended"), blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "plan"],
                name="one_draft_per_enterprise_and_plan",
                condition=Q(state=State.DRAFT),
            ),
            models.UniqueConstraint(fields=["province", "year", "number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["code"], name="receipt_code_once", condition=~Q(code="")),
            together(
                "submitted_at", "submitted_by", "province", "year", "number", name="submitted_with_a_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="application_on_the_desk_is_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ENDED)) | Q(ended_on__isnull=False),
                name="ended_application_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "due_on"], name="applications_of_the_desk"),
            # Pages and counts of a desk with hundreds of thousands of rows are answered by these two alone.
            models.Index(
                F("submitted_at").desc(nulls_last=True),
                F("id").desc(),
                include=["plan", "state"],
                name="applications_newest_first",
            ),
            models.Index(
                fields=["plan", "state"],
                include=["id"],
                condition=Q(submitted_at__isnull=False),
                name="applications_counted",
            ),
            models.Index(OpClass(Upper("code"), name="varchar_pattern_ops"), name="applications_by_code"),
            models.Index(fields=["number"], name="applications_by_number"),
            models.Index(fields=["assignee", "state"], name="applications_of_a_clerk"),
            models.Index(fields=["enterprise", "-id"], name="applications_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.code or f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("support:application_detail", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Whether DOST has granted or refused it."""
        return self.state in DECIDED

    @property
    def secret(self) -> str:
        """What the receipt shows beside the code: with both anybody may look up where it stands. Never stored."""
        return salted_hmac("support.receipt", f"{self.pk}:{self.code}").hexdigest()[:SECRET_LENGTH]

    @transition(state, source=State.DRAFT, target=State.SUBMITTED, permission="support.edit_application")
    def submit(self) -> None:
        """The enterprise hands it in and gets a receipt."""

    @transition(
        state,
        source=[State.SUBMITTED, State.APPRAISAL],
        target=State.SUPPLEMENT,
        permission="support.handle_application",
    )
    def ask_for_supplement(self) -> None:
        """DOST asks for what is missing; the clock stops."""

    @transition(state, source=State.SUPPLEMENT, target=State.SUBMITTED, permission="support.edit_application")
    def supply(self) -> None:
        """The enterprise answers; the clock goes on."""

    @transition(
        state, source=State.SUPPLEMENT, target=State.SUBMITTED, permission="support.handle_application"
    )
    def take_back_request(self) -> None:
        """DOST no longer needs what it asked for; the clock goes on."""

    @transition(state, source=State.SUPPLEMENT, target=State.EXPIRED)
    def expire(self) -> None:
        """Nothing was supplied in time; the portal closes it."""

    @transition(
        state, source=State.SUBMITTED, target=State.APPRAISAL, permission="support.handle_application"
    )
    def appraise(self) -> None:
        """The dossier is complete; its merits are looked at."""

    @transition(state, source=State.APPRAISAL, target=State.PROPOSED, permission="support.handle_application")
    def propose(self) -> None:
        """The specialist proposes what to decide."""

    @transition(state, source=State.PROPOSED, target=State.APPRAISAL, permission="support.decide_application")
    def reconsider(self) -> None:
        """The leader wants it looked at again."""

    @transition(state, source=State.PROPOSED, target=State.GRANTED, permission="support.decide_application")
    def grant(self) -> None:
        """At least one content is granted."""

    @transition(state, source=State.PROPOSED, target=State.REFUSED, permission="support.decide_application")
    def refuse(self) -> None:
        """Nothing is granted; every content says why."""

    @transition(
        state,
        source=[State.DRAFT, State.SUBMITTED, State.SUPPLEMENT, State.APPRAISAL, State.PROPOSED],
        target=State.WITHDRAWN,
        permission="support.edit_application",
    )
    def withdraw(self) -> None:
        """The enterprise no longer asks."""


class Verdict(models.TextChoices):
    """What was decided about one content of an application."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class RequestedItem(models.Model):
    """One content an application asks for. ``cost`` and ``own_funds`` in đồng; null is not stated."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="items", verbose_name=_("application")
    )
    content = models.ForeignKey(
        SupportContent, models.PROTECT, related_name="requested_items", verbose_name=_("support content")
    )
    wish = models.TextField(_("what exactly is asked for"), blank=True)
    product = models.CharField(_("product concerned"), max_length=300, blank=True)
    provider = models.CharField(_("who will do the work"), max_length=300, blank=True)
    cost = models.PositiveBigIntegerField(_("expected cost, đồng"), null=True, blank=True)
    own_funds = models.PositiveBigIntegerField(_("own funds, đồng"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Proposed by the specialist, then decided by the leader.
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict, blank=True)
    recognised = models.PositiveBigIntegerField(_("cost recognised, đồng"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("amount granted, đồng"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    clause = models.ForeignKey(
        PlanPolicy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause of the plan"),
    )

    class Meta:
        verbose_name = _("content asked for")
        verbose_name_plural = _("contents asked for")
        ordering = ["application_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "content"], name="content_once_per_application"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.REFUSED) | ~Q(reason=""), name="refused_item_says_why"
            ),
        ]
        indexes = [models.Index(fields=["content", "application"], name="items_of_a_content")]

    def __str__(self) -> str:
        return f"{self.application}: {self.content}"


class ReceiptCounter(models.Model):
    """The last number given in a province and year. Its row is locked while a number is given, so there are no gaps."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("province"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of receipts")
        verbose_name_plural = _("counters of receipts")
        constraints = [
            models.UniqueConstraint(fields=["province", "year"], name="one_counter_per_province_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.year}: {self.last}"


class SavedView(models.Model):
    """A person's own view of the desk: filters, order and columns under a name."""

    user = who(_("whose"), optional=False, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["user_id", "name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_once_per_name")]

    def __str__(self) -> str:
        return self.name
