"""The one mail of a day: what it says, and how it is handed to a mail server."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.formatting import short_date
from organisations.models import Role
from organisations.queries import dost_people_of
from outbox.models import Mail, Notice

LANGUAGE = "vi"
LONGEST_SUBJECT = 150  # beyond that mail programs show nothing
SOON = dt.timedelta(days=3)
MOST_CONTACTS = 3


@dataclass(frozen=True)
class Item:
    """One thing told: headline, text, when it is due in words, whether that day has passed, where to go."""

    title: str
    body: str
    due: str
    is_overdue: bool
    link: str


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    html: str


def compose(user: User, notices: Sequence[Notice], day: dt.date) -> Letter:
    """The mail of ``day`` that carries ``notices`` (at least one) to ``user``, in Vietnamese, most pressing first.

    The subject says the most pressing thing and how many others there are.
    """
    with translation.override(LANGUAGE):
        ordered = sorted(notices, key=lambda notice: _pressure(notice, day))
        groups: dict[str, list[Item]] = {}
        for notice in ordered:
            groups.setdefault(notice.about or str(notice.province or ""), []).append(_item(notice, day))
        context = {
            "name": user.full_name or user.email,
            "groups": list(groups.items()),
            "count": len(ordered),
            "day": day,
            "portal": settings.PORTAL_BASE_URL,
            "notices_url": absolute("/thong-bao/"),
            "roles": _roles(user, day),
            "contacts": _contacts(user, ordered),
        }
        return Letter(
            _subject(ordered),
            render_to_string("mail/day.txt", context).strip() + "\n",
            render_to_string("mail/day.html", context),
        )


def _pressure(notice: Notice, day: dt.date) -> tuple[dt.date, int]:
    """What presses most sorts first; what names no day stands after what is due within three days."""
    return (notice.due_on or day + SOON, notice.pk)


def _subject(ordered: Sequence[Notice]) -> str:
    others = len(ordered) - 1
    more = ngettext(" and %(count)s more thing", " and %(count)s more things", others) % {"count": others}
    end = more if others else ""
    title = " ".join(ordered[0].title.split())
    room = LONGEST_SUBJECT - len(end)
    return (title if len(title) <= room else title[: room - 1] + "…") + end


def _item(notice: Notice, day: dt.date) -> Item:
    due = notice.due_on
    return Item(
        title=notice.title,
        body=notice.body,
        due=due_words(due, day) if due else "",
        is_overdue=due is not None and due < day,
        link=absolute(notice.url) if notice.url else "",
    )


def due_words(due: dt.date, day: dt.date) -> str:
    """When something is due, as seen on ``day``, in the language that is active."""
    left, facts = (due - day).days, {"day": short_date(due)}
    if left == 0:
        return _("Due today, %(day)s") % facts
    if left < 0:
        late = ngettext(
            "Was due on %(day)s, %(count)s day ago", "Was due on %(day)s, %(count)s days ago", -left
        )
        return late % {**facts, "count": -left}
    soon = ngettext("Due on %(day)s, %(count)s day left", "Due on %(day)s, %(count)s days left", left)
    return soon % {**facts, "count": left}


def absolute(path: str) -> str:
    """An address of the portal as a mail needs it; anything that is not one of ours leads to the front page."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return settings.PORTAL_BASE_URL + (path if is_ours else "/")


def _roles(user: User, day: dt.date) -> list[str]:
    """Why the person is told: their roles of the day, "focal point of a unit: Sở Công Thương"."""
    held = user.memberships.on(day).select_related("organisation").order_by("pk")
    return [f"{membership.get_role_display()}: {membership.organisation}" for membership in held]


def _contacts(user: User, notices: Iterable[Notice]) -> list[User]:
    """Whom to ask: specialists of the DOST the notices come from; nobody for those who are that DOST."""
    provinces = {notice.province_id for notice in notices if notice.province_id}
    staff = dost_people_of(provinces, [Role.SPECIALIST]) if provinces else {}
    everybody = {person.pk: person for people in staff.values() for person in people}
    return [] if user.pk in everybody else list(everybody.values())[:MOST_CONTACTS]


def unusable(user: User) -> str:
    """Why no mail can be sent to ``user``, as a sentence; "" when it can."""
    if not user.is_active:
        return _("The account is closed: the person may not sign in.")
    try:
        validate_email(user.email)
    except ValidationError:
        return _("The address is not one that mail can be sent to.")
    return ""


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as a mail server takes it: text and HTML, one receiver, an id of its own that stays the same.

    The same id each time lets the receiver's server recognise a mail that was sent again.
    """
    host = urlsplit(settings.PORTAL_BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        headers={
            "Message-ID": f"<portal-mail-{mail.pk}@{host}>",
            "Date": format_datetime(timezone.localtime(mail.created_at)),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday replies, please
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def as_file(message: EmailMessage) -> bytes:
    """The mail as the bytes of an ``.eml`` file."""
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg] # Django's own messages take it
