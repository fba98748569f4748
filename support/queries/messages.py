"""The thread between enterprise and DOST: who reads and hears what, and what is new to whom."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from enterprises.models import EnterpriseMembership
from outbox.models import Notice
from outbox.queries import unread
from support.models import Application, Message
from support.queries.audience import applicant_people, desk_people


def key_of(message: Message) -> str:
    """The key of the notices that tell of a message."""
    return f"message:{message.pk}"


def reads_thread(user: User, application: Application) -> bool:
    """Whether the messages are the person's to read: the enterprise, DOST, the readers; no unit that was asked."""
    return user.has_perm("support.edit_application", application) or user.has_perm(
        "support.view_handling", application
    )


def messages_seen_by(user: User, application: Application) -> QuerySet[Message]:
    """The thread as ``user`` reads it, in the order written, with writers and files; notes only for that DOST.

    ``from_enterprise`` says which side wrote: clerks are named to the office only.
    """
    found = _thread(application)
    return found if user.has_perm("support.handle_application", application) else _outside(found)


def messages_seen_outside(application: Application) -> QuerySet[Message]:
    """The thread as the enterprise reads it."""
    return _outside(_thread(application))


def _thread(application: Application) -> QuerySet[Message]:
    theirs = EnterpriseMembership.objects.filter(
        enterprise=application.enterprise_id, user=OuterRef("written_by")
    )
    found = application.messages.annotate(from_enterprise=Exists(theirs))
    return found.select_related("written_by").prefetch_related("attachments")


def _outside(found: QuerySet[Message]) -> QuerySet[Message]:
    return found.filter(is_internal=False)


def hearers(application: Application, by: User, *, is_internal: bool) -> list[User]:
    """Who is told of what ``by`` writes: the other side; of a note the desk. Never ``by``."""
    is_theirs = by.has_perm("support.edit_application", application) and not is_internal
    people = desk_people(application) if is_theirs or is_internal else applicant_people(application)
    return [user for user in people if user.pk != by.pk]


def news_for(user: User, messages: Iterable[Message]) -> list[Notice]:
    """The notices about ``messages`` the person has not read. One query, none for an empty thread."""
    keys = [key_of(message) for message in messages]
    return list(unread(user).filter(key__in=keys)) if keys else []
