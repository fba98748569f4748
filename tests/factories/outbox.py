"""Notices and mails for tests."""

import datetime as dt

import factory

from outbox.models import Mail, MailStatus, Notice
from tests.factories.accounts import UserFactory

VIETNAM = dt.timezone(dt.timedelta(hours=7))


class NoticeFactory(factory.django.DjangoModelFactory):
    """Something a person was told long enough ago to be carried by a mail at once; give ``created_at`` otherwise."""

    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "test"
    key = factory.Sequence(lambda n: f"test:{n}")
    title = factory.Sequence(lambda n: f"Việc thử {n}")
    url = "/bao-cao/"

    @classmethod
    def _create(cls, model_class, *args, created_at=dt.datetime(2026, 1, 1, tzinfo=VIETNAM), **facts):
        notice = super()._create(model_class, *args, **facts)
        Notice.objects.filter(pk=notice.pk).update(created_at=created_at)
        notice.refresh_from_db()
        return notice


class MailFactory(factory.django.DjangoModelFactory):
    """A mail that waits."""

    class Meta:
        model = Mail

    user = factory.SubFactory(UserFactory)
    day = dt.date(2026, 11, 16)
    address = factory.SelfAttribute("user.email")
    subject = factory.Sequence(lambda n: f"Thư thử {n}")
    text = "Kính gửi Ông/Bà,"
    html = "<!doctype html><p>Kính gửi Ông/Bà,</p>"
    status = MailStatus.QUEUED
    try_at = dt.datetime(2026, 11, 16, 7, 30, tzinfo=VIETNAM)
