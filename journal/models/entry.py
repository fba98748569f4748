"""One line of the journal: an act in its own words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.models.proof import Salt, TransactionId


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines of the journal."""

    def about(self, record: models.Model) -> "EntryQuerySet":
        """The lines about one record, newest first, with the person who acted."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).select_related("by")


class Entry(models.Model):
    """Somebody (or the portal itself) did something to a record. Lines are added, never changed.

    The record is named by type and id without a foreign key, so history never holds live data back.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    record_type = models.CharField(_("kind of record"), max_length=80)
    record_id = models.BigIntegerField(_("record"))
    action = models.CharField(_("action"), max_length=60)
    state_before = models.CharField(_("state before"), max_length=40, blank=True)
    state_after = models.CharField(_("state after"), max_length=40, blank=True)
    note = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    request = models.CharField(_("request"), max_length=64, blank=True, editable=False, db_default="")
    txid = models.BigIntegerField(_("transaction"), null=True, editable=False, db_default=TransactionId())
    salt = models.UUIDField(_("salt"), null=True, editable=False, db_default=Salt())

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record_type", "record_id", "-id"], name="journal_of_record")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.action}"
