"""One change of one row, written by the database itself."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journal.models.proof import Salt, TransactionId


class Operation(models.TextChoices):
    """What happened to the row."""

    INSERT = "I", pgettext_lazy("what happened to a row", "added")
    UPDATE = "U", pgettext_lazy("what happened to a row", "changed")
    DELETE = "D", pgettext_lazy("what happened to a row", "deleted")
    TRUNCATE = "T", pgettext_lazy("what happened to a row", "the whole table was emptied")


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes of rows."""

    def of(self, record: models.Model) -> "ChangeQuerySet":
        """The changes of one record, newest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk)


class Change(models.Model):
    """A row was added, changed or deleted, by whatever way: page, job, command or a hand in the database.

    Written by triggers (journal/sql/watch.sql), never by Django. ``fields`` holds, by column, the value for an
    added or deleted row and [old, new] for a changed one. Secrets stand as "•••"; a value of more than 8 000 bytes
    stands as its length and fingerprint. Nothing points here and nothing is pointed at: history holds no row back.
    """

    at = models.DateTimeField(_("when"))
    txid = models.BigIntegerField(_("transaction"), db_default=TransactionId())
    record_type = models.CharField(_("kind of record"), max_length=80)
    record_id = models.BigIntegerField(_("record"), null=True)
    operation = models.CharField(_("what happened"), max_length=1, choices=Operation)
    fields = models.JSONField(_("fields"), null=True)
    actor_id = models.BigIntegerField(_("who"), null=True)
    request = models.CharField(_("request"), max_length=64, blank=True)
    salt = models.UUIDField(_("salt"), null=True, db_default=Salt())

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a field")
        verbose_name_plural = _("changes of fields")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["record_type", "record_id", "-id"], name="journal_changes_of"),
            # what hung on a record and is gone is found by what it pointed at
            models.Index(fields=["record_type", "-id"], name="journal_deletions", condition=Q(operation="D")),
            # written in this order, so a few pages of index find the newest and the oldest
            BrinIndex(fields=["txid", "at"], name="journal_changes_in_order", autosummarize=True),
            # those of one request were written together: a few kB say where it cannot be
            BrinIndex(
                fields=["request"],
                opclasses=["text_bloom_ops"],
                name="journal_changes_of_a_request",
                autosummarize=True,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.get_operation_display()}"
