"""Enterprise and DOST write to each other about an application; DOST also writes notes nobody else reads."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.received import Received
from common.stored import take_back
from journal.actions import note_down
from outbox.actions import notify
from support.actions.attachments import attach
from support.actions.locking import locked
from support.models import Application, Attachment, Message
from support.queries.messages import hearers, key_of

KIND = "message"
SEND, NOTE = "send_message", "write_note"


@transaction.atomic
def send(
    application: Application,
    *,
    text: str,
    by: User,
    is_internal: bool = False,
    files: Sequence[Received] = (),
    page: str = "",
) -> Message:
    """Write ``text`` with its files, both or neither; ``is_internal`` keeps them at DOST.

    ``page`` names the form: sent twice it gives the same message. RuleBroken: ``not_permitted``; ``draft`` before the
    application was handed in; ``empty``; what `attach` refuses.
    """
    row = locked(application)
    earlier = row.messages.filter(page=page).first() if page else None
    if earlier is not None:
        return earlier
    _check_may_write(row, by, is_internal=is_internal)
    if not text.strip():
        raise RuleBroken(_("Write a message first."), code="empty")
    message = Message.objects.create(
        application=row, text=text.strip(), is_internal=is_internal, written_by=by, page=page
    )
    _attach_all(row, message, files, by)
    note_down(row, NOTE if is_internal else SEND, by=by, message=message.pk)
    _tell(row, message)
    return message


def _check_may_write(row: Application, by: User, *, is_internal: bool) -> None:
    permission = "support.handle_application" if is_internal else "support.write_message"
    if not by.has_perm(permission, row):
        raise RuleBroken(
            _("Only the enterprise and the DOST that handles the application write here."),
            code="not_permitted",
        )
    if row.submitted_at is None:
        raise RuleBroken(_("DOST does not see a draft. Write once it is handed in."), code="draft")


def _attach_all(row: Application, message: Message, files: Sequence[Received], by: User) -> None:
    """Keep every file; where one is refused the rows go with the message, and the files kept so far go here."""
    kept: list[Attachment] = []
    try:
        for received in files:
            kept.append(attach(row, received, by=by, message=message))  # noqa: PERF401 - what was kept is needed below
    except BaseException as fault:
        take_back(fault, *(attachment.file.name for attachment in kept))
        raise


def _tell(row: Application, message: Message) -> None:
    """The other side hears of a message, colleagues at the desk of a note; never whoever wrote it."""
    facts = {"code": row.code, "enterprise": row.enterprise.name}
    from_enterprise = message.written_by.has_perm("support.edit_application", row)
    with translation.override("vi"):
        title = (
            _("Note of a colleague about the application %(code)s")
            if message.is_internal
            else _("Message of %(enterprise)s about the application %(code)s")
            if from_enterprise
            else _("Message of DOST about the application %(code)s")
        )
        notify(
            hearers(row, message.written_by, is_internal=message.is_internal),
            kind=KIND,
            key=key_of(message),
            title=title % facts,
            body=message.text,
            url=f"{row.get_absolute_url()}#trao-doi",
            about=str(row),
            province=row.plan.province,
        )
