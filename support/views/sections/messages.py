"""What enterprise and DOST write to each other, on the page of an application."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.kept import token_for
from outbox.actions import mark_read
from support.forms.messages import MessageForm
from support.models import Application
from support.queries.audience import Audience, applicant_audience, desk_audience
from support.queries.messages import key_of, messages_seen_by, news_for, reads_thread
from support.views.sections.section import Context, Section

WRITE = "support:application_write"


def _context(application: Application, user: User, _today: dt.date) -> Context | None:
    """The thread, what of it is new to the person (seen with this page), and the form for who may write."""
    if application.submitted_at is None or not reads_thread(user, application):
        return None
    thread = list(messages_seen_by(user, application))
    news = news_for(user, thread)
    mark_read(news, by=user) if news else None
    keys = {notice.key for notice in news}
    is_office = user.has_perm("support.handle_application", application)
    may_write = is_office or user.has_perm("support.write_message", application)
    return {
        "thread": thread,
        "new": {message.pk for message in thread if key_of(message) in keys},
        "is_office": is_office,
        "form": MessageForm(is_office=is_office, token=token_for(user, WRITE, application.pk))
        if may_write
        else None,
        "audiences": audiences_of(application, user) if may_write else [],
    }


def audiences_of(application: Application, user: User) -> list[Audience]:
    """Who will be told of a message: for the enterprise the office, for the office the enterprise."""
    if user.has_perm("support.edit_application", application):
        return [desk_audience(application)]
    return [applicant_audience(application)]


MESSAGES = Section("trao-doi", _("Messages"), "support/_messages.html", _context)
