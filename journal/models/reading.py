"""Somebody looked at personal data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.models.proof import Salt, TransactionId

# the addresses that show personal data, in words
PLACES = {
    "enterprises:enterprise_detail": _("page of the enterprise"),
    "enterprises:enterprise_people": _("people of the enterprise"),
    "enterprises:enterprise_reveal": _("the whole tax code"),
    "support:application_detail": _("page of the application"),
    "support:attachment_file": _("a file of the application"),
    "journal:record_history": _("its history by field"),
    "reporting:evidence_file": _("a file of evidence"),
    "enterprises:table_file": _("the register as a table"),
    "support:desk_export": _("the desk as a table"),
    "support:support_export": _("granted supports as a table"),
    "support:own_data": _("all data of the enterprise"),
    "api:enterprises": _("a list by a program"),
    "api:enterprise": _("by a program"),
}
IN_TABLES = _("a table of the administration")
IN_ADMINISTRATION = _("a page of the administration")


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings."""

    def of(self, record: models.Model) -> "ReadingQuerySet":
        """Who read one record, newest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).select_related("by")


class Reading(models.Model):
    """A person opened a record that holds personal data; told once per person, record and hour.

    ``place`` is the name of the address that showed it, which tells why: a page of the desk, a file, a register.
    """

    at = models.DateTimeField(_("when"))
    hour = models.DateTimeField(_("hour"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_constraint=False,  # lines wait in the queue for a minute: none may be refused then
        verbose_name=_("who"),
    )
    record_type = models.CharField(_("kind of record"), max_length=80)
    record_id = models.BigIntegerField(_("record"))
    is_own = models.BooleanField(_("by the people it belongs to"), default=False)
    place = models.CharField(_("where"), max_length=80)
    request = models.CharField(_("request"), max_length=64, blank=True)
    txid = models.BigIntegerField(_("transaction"), editable=False, db_default=TransactionId())
    salt = models.UUIDField(_("salt"), null=True, editable=False, db_default=Salt())

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a personal record")
        verbose_name_plural = _("readings of personal records")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "hour", "by"], name="reading_once_an_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.by_id}"

    @property
    def where(self) -> str:
        """In words, where the record was opened."""
        if self.place.startswith("admin:"):
            return str(IN_TABLES if self.place.endswith("_export") else IN_ADMINISTRATION)
        return str(PLACES.get(self.place, self.place))
