"""The consolidated report of a period: the paper a leader signs."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import User
from common.constraints import together
from common.traces import who
from consolidation.states import FROZEN, LIVE, OUT
from consolidation.states import ReportState as State
from organisations.models import Organisation
from organisations.queries import dost_province_ids, province_ids_of
from programmes.models import LegalDocument
from reporting.models import Outline, ReportingPeriod

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another


def new_code() -> str:
    """A code for the verification of a paper: twelve signs nobody can guess or mistake."""
    return "".join(secrets.choice(LETTERS) for _place in range(12))


def report_path(report: "Report", filename: str) -> str:
    """Where the report's files lie in the private store."""
    return f"reports/{report.period.year}/{report.period_id}/{report.version}/{filename}"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports as people see them."""

    def visible_to(self, user: User) -> Self:
        """DOST sees those of its province; its readers and the ministry what has left the house."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(period__plan__province_id__in=dost_province_ids(user))
            | Q(period__plan__province_id__in=province_ids_of(user), state__in=OUT)
        )

    def unissued(self) -> Self:
        """Those still at DOST."""
        return self.exclude(state__in=OUT)

    def in_force(self) -> Self:
        """The issued ones no later version has replaced."""
        return self.filter(state=State.ISSUED)

    def with_place(self) -> Self:
        """With period, plan, province and programme at hand."""
        return self.select_related(
            "period__plan__province", "period__plan__programme", "period__plan__document__issuer", "outline"
        )


class Report(FSMModelMixin, models.Model):
    """One version of the report of a period.

    While it is drafted and read, ``composed`` (the paper, see ``papers.codec``) and the files are those of the last
    rendering; from the approval on ``composed`` and ``facts`` (the machine-readable data) are frozen. Issuing keeps
    ``snapshot`` with its SHA-256. Number and day come from the registry (NĐ 30/2020/NĐ-CP, Phụ lục I); the number is unique
    per issuer, year and symbol. ``verify_code`` stands in the square code of the paper.
    """

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=_("period")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    outline = models.ForeignKey(Outline, models.PROTECT, related_name="reports", verbose_name=_("outline"))
    state = FSMField(_("state"), choices=State, default=State.DRAFTING, protected=True)
    why_again = models.TextField(_("why there is another version"), blank=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    started_by = who(_("started by"))
    sent_at = models.DateTimeField(_("sent to the leader at"), null=True, blank=True)
    sent_by = who(_("sent to the leader by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = who(_("approved by"))
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issuing body"),
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=40, blank=True)
    dated_on = models.DateField(_("date of the paper"), null=True, blank=True)
    numbered_at = models.DateTimeField(_("number recorded at"), null=True, blank=True)
    numbered_by = who(_("number recorded by"))
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    issued_by = who(_("issued by"))
    document = models.OneToOneField(
        LegalDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered as"),
    )
    composed = models.JSONField(_("composed report"), null=True, blank=True)
    facts = models.JSONField(_("data of the report"), null=True, blank=True)
    snapshot = models.JSONField(_("snapshot"), null=True, blank=True)
    snapshot_sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64, blank=True)
    pdf = models.FileField(_("PDF"), upload_to=report_path, max_length=300, blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    word = models.FileField(_("Word"), upload_to=report_path, max_length=300, blank=True)
    word_sha256 = models.CharField(_("SHA-256 of the Word file"), max_length=64, blank=True)
    excel = models.FileField(_("Excel"), upload_to=report_path, max_length=300, blank=True)
    excel_sha256 = models.CharField(_("SHA-256 of the Excel file"), max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    rendered_at = models.DateTimeField(_("rendered at"), null=True, blank=True)
    verify_code = models.CharField(_("code of verification"), max_length=12, default=new_code, unique=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period__year", "period_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["period"], name="one_unissued_report_per_period", condition=~Q(state__in=sorted(OUT))
            ),
            models.UniqueConstraint(
                fields=["period"], name="one_report_in_force_per_period", condition=Q(state="issued")
            ),
            models.UniqueConstraint(
                "issuer", "symbol", ExtractYear("dated_on"), "number", name="report_number_once_a_year"
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why_again=""), name="later_version_says_why"),
            together("sent_at", "sent_by", name="report_sent_by_somebody"),
            together("approved_at", "approved_by", name="report_approved_by_somebody"),
            together("numbered_at", "numbered_by", name="report_numbered_by_somebody"),
            together("issued_at", "issued_by", name="report_issued_by_somebody"),
            together("numbered_at", "number", name="report_number_with_its_moment"),
            together("numbered_at", "dated_on", name="report_number_with_its_date"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(LIVE))
                | (Q(approved_at__isnull=False) & Q(composed__isnull=False)),
                name="frozen_report_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "review", "approved"]) | Q(number__gte=1),
                name="numbered_report_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OUT)) | (Q(issued_at__isnull=False) & ~Q(snapshot_sha256="")),
                name="issued_report_keeps_its_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return str(self.period) if self.version == 1 else f"{self.period} ({self.version_words})"

    def get_absolute_url(self) -> str:
        return reverse("consolidation:report_detail", args=[self.pk])

    @property
    def version_words(self) -> str:
        """ "version 2"."""
        return gettext("version %(number)s") % {"number": self.version}

    @property
    def number_and_symbol(self) -> str:
        """ "05/BC-SKHCN"; "" before the registry gave a number."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""

    @property
    def is_live(self) -> bool:
        """Whether its text still follows the board and the figures."""
        return self.state in LIVE

    @property
    def is_frozen(self) -> bool:
        """Whether its text stays as the leader approved it."""
        return self.state in FROZEN

    @property
    def is_out(self) -> bool:
        """Whether it has left the house."""
        return self.state in OUT

    @transition(state, source=State.DRAFTING, target=State.REVIEW, permission="consolidation.edit_report")
    def send_to_leader(self) -> None:
        """The specialist asks the leader to read it."""

    @transition(state, source=State.REVIEW, target=State.DRAFTING, permission="consolidation.approve_report")
    def send_back(self) -> None:
        """The leader wants changes first, saying which."""

    @transition(state, source=State.REVIEW, target=State.DRAFTING, permission="consolidation.edit_report")
    def take_back(self) -> None:
        """The specialist takes it back before the leader has decided."""

    @transition(state, source=State.REVIEW, target=State.APPROVED, permission="consolidation.approve_report")
    def approve(self) -> None:
        """The leader stands for it; text and data are frozen."""

    @transition(
        state, source=State.APPROVED, target=State.DRAFTING, permission="consolidation.approve_report"
    )
    def reopen(self) -> None:
        """The leader takes the approval back before the registry gave a number, saying why."""
        self.approved_at = self.approved_by = None
        self.facts = None

    @transition(state, source=State.APPROVED, target=State.NUMBERED, permission="consolidation.edit_report")
    def give_number(self) -> None:
        """The number and day the registry gave are recorded."""

    @transition(state, source=State.NUMBERED, target=State.ISSUED, permission="consolidation.edit_report")
    def issue(self) -> None:
        """The signed paper has left the house."""

    @transition(state, source=State.ISSUED, target=State.SUPERSEDED, permission="consolidation.edit_report")
    def supersede(self) -> None:
        """A later version was issued."""
