"""Days on which the country's offices work or rest other than the public calendar says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models.validity import Evidence


class CalendarException(models.Model):
    """A day that differs from weekends and public holidays: an exchanged working Saturday, an extra day off.

    The public holidays themselves come from a maintained library; a row here outweighs it.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("offices work"), default=False)
    name = models.CharField(_("what day it is"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence, default=Evidence.PRIMARY)

    class Meta:
        verbose_name = _("calendar exception")
        verbose_name_plural = _("calendar exceptions")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.name}"
