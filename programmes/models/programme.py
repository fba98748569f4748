"""A national programme and its task groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Evidence


class Programme(models.Model):
    """A programme the Prime Minister approved, known by its decision, never by its (often misquoted) title."""

    key = models.CharField(_("key"), max_length=20, unique=True)
    decision = models.CharField(_("decision"), max_length=40, unique=True)
    decided_on = models.DateField(_("decided on"))
    title = models.TextField(_("title"))
    year_from = models.PositiveSmallIntegerField(_("from year"))
    year_to = models.PositiveSmallIntegerField(_("to year"))
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("national programme")
        verbose_name_plural = _("national programmes")
        ordering = ["-year_from"]

    def __str__(self) -> str:
        return self.decision


class NationalTaskGroup(models.Model):
    """One of the six groups under which Decision 1322/QĐ-TTg is reported (headings 2.1-2.6 of the yearly report)."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="task_groups", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=10)
    title = models.TextField(_("title"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("national task group")
        verbose_name_plural = _("national task groups")
        ordering = ["programme_id", "position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="national_group_once")]

    def __str__(self) -> str:
        return self.title
