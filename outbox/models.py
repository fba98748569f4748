"""A notice to a person, and the mail of a day that carries notices."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from organisations.models import Province
from organisations.queries import dost_province_ids


class MailStatus(models.TextChoices):
    """Where a mail stands; moved by machines. ``SENDING`` that never ended is for a person to judge."""

    QUEUED = "queued", pgettext_lazy("status of a mail", "Waiting")
    SENDING = "sending", pgettext_lazy("status of a mail", "Being sent")
    SENT = "sent", pgettext_lazy("status of a mail", "Sent")
    FAILED = "failed", pgettext_lazy("status of a mail", "Not delivered")


class _AboutProvince(models.QuerySet):
    """Rows about a province (or none) and to a person."""

    def visible_to(self, user: User) -> Self:
        """A person sees what was written to them; DOST what its province's work wrote; an administrator all."""
        if user.is_superuser:
            return self
        return self.filter(Q(user_id=user.pk) | Q(province_id__in=dost_province_ids(user)))


class Mail(models.Model):
    """The one mail of a day to a person about one province's work. It leaves at most once by itself."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails", verbose_name=_("to")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )
    day = models.DateField(_("day"))
    address = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("as text"))
    html = models.TextField(_("as HTML"))
    status = models.CharField(_("status"), max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)
    try_at = models.DateTimeField(_("next try at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = _AboutProvince.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_mail_per_person_and_day"),
            models.CheckConstraint(
                condition=~Q(status=MailStatus.SENT) | Q(sent_at__isnull=False), name="sent_mail_says_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "try_at"],
                name="mails_to_send",
                condition=Q(status__in=["queued", "failed"]),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """Something a person is told, in Vietnamese, once: ``key`` makes the second telling unsayable.

    Seen in the portal at once; carried to the person by the mail of the day (``mail``).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("to")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    about = models.CharField(
        _("about"),
        max_length=300,
        blank=True,
        help_text=_("The plan and year, or the unit: what a mail groups by."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    created_at = models.DateTimeField(_("told at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("mail")
    )

    objects = _AboutProvince.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_person")]
        indexes = [
            models.Index(fields=["user"], name="notices_not_mailed", condition=Q(mail__isnull=True)),
            models.Index(fields=["key"], name="notices_by_key"),
        ]

    def __str__(self) -> str:
        return self.title
