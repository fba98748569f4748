"""What a person was told, and which mails wait."""

from django.db.models import QuerySet

from accounts.models import User
from outbox.models import Notice


def unread(user: User) -> QuerySet[Notice]:
    """What ``user`` was told and has not read yet."""
    return Notice.objects.filter(user=user, read_at__isnull=True)
