"""A seal over lines of the journal, chained to the seal before it."""

import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WIDTH = 32  # bytes of one fingerprint


class Sealed(models.TextChoices):
    """Which lines a seal covers."""

    ENTRY = "entry", pgettext_lazy("lines of the journal", "acts")
    CHANGE = "change", pgettext_lazy("lines of the journal", "changes of fields")
    READING = "reading", pgettext_lazy("lines of the journal", "readings")


class Seal(models.Model):
    """The fingerprints of lines as they were when the seal was put on them.

    ``ids`` and ``fingerprints`` (32 bytes each) run side by side. ``hash`` is over all of the row and over the hash of
    the seal before: who changes a line, takes one away or adds one later would have to write every later seal anew,
    and the head of the chain would no longer be the one that was written down elsewhere.

    ``before_txid``: every transaction older than that had ended, and all its lines are in this chain. Seals whose
    ``from_txid`` is empty took whatever stood there unsealed: the first one, and the first on another server
    (``server``), whose transactions are counted anew.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("lines"), max_length=10, choices=Sealed)
    ids = ArrayField(models.BigIntegerField(), verbose_name=_("numbers of the lines"))
    fingerprints = models.BinaryField(_("fingerprints"))
    last_id = models.BigIntegerField(_("last line"))
    from_txid = models.BigIntegerField(_("from transaction"), null=True)
    before_txid = models.BigIntegerField(_("before transaction"))
    server = models.CharField(_("database server"), max_length=40)
    previous = models.CharField(_("hash of the seal before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("seal of the journal")
        verbose_name_plural = _("seals of the journal")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"

    @property
    def count(self) -> int:
        """Lines under this seal."""
        return len(self.ids)

    def compute_hash(self) -> str:
        """The hash that belongs to the row as it stands, in hexadecimal digits."""
        head = [
            self.number,
            self.at.timestamp(),
            self.kind,
            self.ids,
            self.last_id,
            self.from_txid,
            self.before_txid,
            self.server,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(head).encode() + bytes(self.fingerprints)).hexdigest()

    def told(self) -> dict[int, bytes]:
        """The fingerprint of each line by its number."""
        all_of_them = bytes(self.fingerprints)
        return {pk: all_of_them[at * WIDTH : (at + 1) * WIDTH] for at, pk in enumerate(self.ids)}
