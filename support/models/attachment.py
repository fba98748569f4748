"""Files of a dossier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.traces import who
from support.models.application import Application
from support.models.content import RequiredPaper
from support.models.handling import Message, OpinionRequest, SupplementPoint
from support.models.support import Support


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Where the file lies in the private store."""
    return f"applications/{attachment.application_id}/{filename}"


class Attachment(models.Model):
    """A private file of an application: a required paper, or what goes with a message, an opinion, a supplement, a support.

    ``size`` in bytes. A file the office has seen is never removed; one that replaces it stands beside it.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="attachments", verbose_name=_("application")
    )
    paper = models.ForeignKey(
        RequiredPaper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("required paper"),
    )
    point = models.ForeignKey(
        SupplementPoint,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("answers"),
    )
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("message")
    )
    opinion = models.ForeignKey(
        OpinionRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("opinion"),
    )
    support = models.ForeignKey(
        Support,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("granted support"),
    )
    is_minutes = models.BooleanField(_("minutes of the council"), default=False)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = who(_("added by"), optional=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "application",
                    "paper",
                    "point",
                    "message",
                    "opinion",
                    "support",
                    "is_minutes",
                    "sha256",
                ],
                name="attachment_once_per_place",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
