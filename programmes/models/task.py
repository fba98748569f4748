"""Task groups, tasks, and who leads and helps."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold
from organisations.models import Evidence, Organisation, OrganisationGroup
from programmes.models.plan import Plan
from programmes.models.programme import NationalTaskGroup
from programmes.models.target import Target


class TaskGroup(models.Model):
    """A heading of the annex under which tasks stand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="groups", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    title = models.TextField(_("title"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("task group")
        verbose_name_plural = _("task groups")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="task_group_once")]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}" if self.title else self.code


class TaskKind(models.TextChoices):
    TASK = "task", pgettext_lazy("kind of task", "task")
    PROJECT = "project", pgettext_lazy("kind of task", "project")
    ANNEX_ROW = "annex_row", pgettext_lazy("kind of task", "annex row with yearly figures")


class TimingKind(models.TextChoices):
    ANNUAL = "annual", pgettext_lazy("timing", "every year")
    YEAR = "year", pgettext_lazy("timing", "in one year")
    RANGE = "range", pgettext_lazy("timing", "over several years")
    RECURRING = "recurring", pgettext_lazy("timing", "at several rhythms")
    NONE = "none", pgettext_lazy("timing", "not stated")


class Task(models.Model):
    """A task as the annex lists it: verbatim title, timing, lead and partners as written, parsed beside.

    An annex row with yearly figures also carries its total (``total_raw`` verbatim, ``total`` parsed) and the
    list of products or enterprises it names (``beneficiaries_raw``).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name=_("plan"))
    group = models.ForeignKey(
        TaskGroup, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("group")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind, default=TaskKind.TASK)
    code = models.CharField(_("code"), max_length=20)
    title = models.TextField(_("title"))
    position = models.PositiveSmallIntegerField(_("position"))
    source_lines = models.CharField(_("source lines"), max_length=40)
    national_group = models.ForeignKey(
        NationalTaskGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("national group"),
    )
    national_group_evidence = models.CharField(
        _("evidence of the national group"), max_length=2, choices=Evidence, default=Evidence.UNKNOWN
    )
    timing_raw = models.CharField(_("timing as written"), max_length=200, blank=True)
    timing_kind = models.CharField(_("timing"), max_length=10, choices=TimingKind, default=TimingKind.NONE)
    timing_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    timing_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    lead_raw = models.TextField(_("lead as written"), blank=True)
    partners_raw = models.TextField(_("partners as written"), blank=True)
    is_open_ended = models.BooleanField(_("partners left open (“…”)"), default=False)
    total_raw = models.CharField(_("total as written"), max_length=60, blank=True)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    beneficiaries_raw = models.TextField(_("products and enterprises named"), blank=True)
    targets = models.ManyToManyField(
        Target, blank=True, related_name="tasks", verbose_name=_("targets it serves")
    )
    folded = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "code", "kind"], name="task_once_per_plan")]
        indexes = [GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="tasks_by_part_of_text")]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    def save(self, **kwargs: object) -> None:
        self.folded = fold(f"{self.title} {self.lead_raw} {self.partners_raw} {self.beneficiaries_raw}")
        super().save(**kwargs)  # type: ignore[arg-type]

    def runs_in(self, year: int) -> bool:
        """Whether the task is due in ``year`` by its timing; one without timing runs through the plan."""
        if self.timing_kind == TimingKind.YEAR:
            return self.timing_from == year
        if self.timing_kind == TimingKind.RANGE:
            return (self.timing_from or year) <= year <= (self.timing_to or year)
        return True


class RoleKind(models.TextChoices):
    LEAD = "lead", pgettext_lazy("role in a task", "lead")
    PARTNER = "partner", pgettext_lazy("role in a task", "partner")


class TaskRole(models.Model):
    """Who leads or helps: an organisation, a group phrase, or (unresolved) only the words of the text."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="roles", verbose_name=_("task"))
    kind = models.CharField(_("role"), max_length=10, choices=RoleKind)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="task_roles",
        verbose_name=_("organisation"),
    )
    group = models.ForeignKey(
        OrganisationGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="task_roles",
        verbose_name=_("group"),
    )
    raw = models.CharField(_("as written"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("role in a task")
        verbose_name_plural = _("roles in tasks")
        ordering = ["task_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="task_role_place_once"),
            models.CheckConstraint(
                condition=~Q(organisation__isnull=False, group__isnull=False),
                name="task_role_is_one_body_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.group or self.raw)
