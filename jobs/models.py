"""The row a person watches while long work runs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobStatus(models.TextChoices):
    """Where the work stands. A status is moved by machines; people move states."""

    QUEUED = "queued", pgettext_lazy("status of a job", "Waiting its turn")
    RUNNING = "running", pgettext_lazy("status of a job", "Running")
    DONE = "done", pgettext_lazy("status of a job", "Done")
    FAILED = "failed", pgettext_lazy("status of a job", "Failed")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs as people see them."""

    def visible_to(self, user: models.Model) -> "JobQuerySet":
        """A person sees the work they asked for; an administrator sees all of it."""
        if user.is_superuser:  # type: ignore[attr-defined]
            return self
        return self.filter(owner_id=user.pk)

    def unfinished(self) -> "JobQuerySet":
        """Work that still waits or runs."""
        return self.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])


class Job(models.Model):
    """A piece of long work: who asked, for what, how far it is, what came of it.

    ``kind`` names the recipe registered in ``jobs.kinds``; ``asked_for`` is its argument. ``key`` makes a
    piece of work unsayable twice (the same campaign, plan and year). ``attempt`` is the fence: only the run
    that holds the newest attempt may write; those up to ``forgiven`` were made before a person asked again.
    ``done`` of ``total`` steps feed the progress bar.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("asked for by"),
    )
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    asked_for = models.JSONField(_("asked for"), default=dict)
    key = models.CharField(_("key"), max_length=200, null=True, blank=True, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    forgiven = models.PositiveIntegerField(_("attempts before it was last asked for"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    step = models.CharField(_("current step"), max_length=200, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    problem = models.TextField(_("what went wrong"), blank=True)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("last sent to a worker at"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["status", "sent_at"],
                name="unfinished_jobs",
                condition=Q(status__in=["queued", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["done", "failed"], ended_at__isnull=False)
                | Q(status__in=["queued", "running"], ended_at__isnull=True),
                name="job_ended_when_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        """Nothing more will happen unless somebody asks again."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED}

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 100."""
        if self.status == JobStatus.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0
