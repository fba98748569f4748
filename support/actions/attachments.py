"""Put a file into a dossier, and take it out again while nobody has relied on it."""

from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.received import Received
from common.stored import forget_files, take_back
from journal.actions import note_down
from support.models import (
    Application,
    Attachment,
    Message,
    OpinionRequest,
    RequiredPaper,
    SupplementPoint,
    Support,
)
from support.states import ApplicationState as State

ADD, ADD_INSIDE, REMOVE = "add_file", "add_office_file", "remove_file"


def attach(
    application: Application,
    received: Received,
    *,
    by: User,
    paper: RequiredPaper | None = None,
    point: SupplementPoint | None = None,
    message: Message | None = None,
    opinion: OpinionRequest | None = None,
    support: Support | None = None,
    is_minutes: bool = False,
) -> Attachment:
    """Keep a file that was looked at (`common.received.receive`) where it belongs in the dossier.

    A required ``paper`` or a free file while the application is a draft; with an answer to a ``point`` while a supplement
    is asked for; with a ``message``, an ``opinion``, a granted ``support`` (contract, acceptance, effect), or as the minutes
    of the council. The file goes into the store first and its row follows; if the row is refused the file goes again.
    RuleBroken: ``not_permitted``; ``closed`` when nothing may be added there now; ``twice``; ``full``; ``gone``.
    """
    attachment = Attachment(
        application=application,
        paper=paper,
        point=point,
        message=message,
        opinion=opinion,
        support=support,
        is_minutes=is_minutes,
        name=received.name,
        content_type=received.kind.content_type,
        size=received.size,
        sha256=received.sha256,
        added_by=by,
    )
    attachment.file.save(f"{uuid4().hex}{received.kind.suffix}", received.file, save=False)
    try:
        with transaction.atomic():
            row = _locked(application)
            _check_permitted(attachment, row, by)
            _check_room(attachment)
            attachment.save(force_insert=True)
            act = ADD_INSIDE if _stays_inside(attachment) else ADD
            note_down(
                row, act, by=by, file=attachment.name, sha256=attachment.sha256, place=_place(attachment)
            )
    except BaseException as fault:
        take_back(fault, attachment.file.name)
        if isinstance(fault, IntegrityError):
            raise _twice(attachment) from fault
        raise
    return attachment


OF_THE_OFFICE = Q(opinion__isnull=False) | Q(is_minutes=True) | Q(message__is_internal=True)


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file out of a draft or an answer that was not sent yet. A second click changes nothing.

    RuleBroken: ``not_permitted``; ``closed`` once the office has the file: one that replaces it is put beside it.
    """
    row = _locked(attachment.application)
    there = Attachment.objects.filter(pk=attachment.pk)
    if not there.exists():
        return
    _check_permitted(attachment, row, by)
    if attachment.message_id or attachment.opinion_id or attachment.support_id or attachment.is_minutes:
        raise RuleBroken(
            _("The file has been sent and stays. Add the one that replaces it beside it."), code="closed"
        )
    forget_files(there)
    there.delete()
    note_down(row, REMOVE, by=by, file=attachment.name, sha256=attachment.sha256, place=_place(attachment))


def _locked(application: Application) -> Application:
    """The row under a lock that lets rows pointing at it be written by others."""
    row = (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan", "enterprise")
        .filter(pk=application.pk)
        .first()
    )
    if row is None:
        raise RuleBroken(_("This draft was discarded meanwhile. Nothing was saved."), code="gone")
    return row


def _check_permitted(attachment: Attachment, row: Application, by: User) -> None:
    permission, record = _permission(attachment, row)
    if not by.has_perm(permission, record):
        raise RuleBroken(_("You may not add or remove files here."), code="not_permitted")
    if attachment.point is not None:
        attachment.point.request.refresh_from_db(fields=["answered_on", "answered_at", "closed_on"])
        is_open = row.state == State.SUPPLEMENT and attachment.point.request.is_open
    elif attachment.opinion is not None:
        attachment.opinion.refresh_from_db(fields=["closed_at"])  # as it is under the lock
        is_open = attachment.opinion.is_open
    else:
        of_the_dossier = permission == "support.edit_application"
        is_open = row.state == State.DRAFT or not of_the_dossier
    if not is_open:
        raise RuleBroken(
            _(
                "The application has been handed in, so its files stay as they are. Further papers go with the answer "
                "to a request to supplement, or with a message."
            ),
            code="closed",
        )


def _permission(attachment: Attachment, row: Application) -> tuple[str, object]:
    """What one has to hold over what, by the place of the file."""
    if attachment.support is not None:
        permission = "support.handle_support"
        may_declare = attachment.added_by.has_perm("support.declare_effect", attachment.support)
        return ("support.declare_effect" if may_declare else permission), attachment.support
    if attachment.opinion is not None:
        return "support.give_opinion", attachment.opinion
    if attachment.message is not None:
        return "support.write_message", row
    return ("support.handle_application" if attachment.is_minutes else "support.edit_application"), row


def _stays_inside(attachment: Attachment) -> bool:
    """Whether the enterprise neither reads the file nor hears of it."""
    is_note = attachment.message is not None and attachment.message.is_internal
    return is_note or attachment.opinion is not None or attachment.is_minutes


def _place(attachment: Attachment) -> dict[str, int]:
    """Where the file belongs, for the journal."""
    ids = {
        "paper": attachment.paper_id,
        "point": attachment.point_id,
        "message": attachment.message_id,
        "opinion": attachment.opinion_id,
        "support": attachment.support_id,
    }
    return {name: pk for name, pk in ids.items() if pk}


def _check_room(attachment: Attachment) -> None:
    """Under the lock: the same file once per place, and not too many; the office's own files take no room of others."""
    files = Attachment.objects.filter(application=attachment.application_id)
    files = files.filter(OF_THE_OFFICE) if _is_of_the_office(attachment) else files.exclude(OF_THE_OFFICE)
    if _same_place(attachment).exists():
        raise _twice(attachment)
    if files.count() >= settings.APPLICATION_MOST_FILES:
        raise RuleBroken(
            _(
                "This application has %(most)s files already, which is as many as it may have. Remove one first."
            )
            % {"most": settings.APPLICATION_MOST_FILES},
            code="full",
        )


def _is_of_the_office(attachment: Attachment) -> bool:
    """Opinions, signed minutes, internal notes: what the enterprise neither sees nor counts."""
    message = attachment.message
    return bool(attachment.opinion_id or attachment.is_minutes or (message and message.is_internal))


def _same_place(attachment: Attachment) -> QuerySet[Attachment]:
    place: dict[str, object] = {
        name: getattr(attachment, f"{name}_id")
        for name in ("paper", "point", "message", "opinion", "support")
    }
    place["is_minutes"] = (
        attachment.is_minutes
    )  # a free paper of the enterprise is not the minutes, whatever it says
    return Attachment.objects.filter(application=attachment.application_id, sha256=attachment.sha256, **place)


def _twice(attachment: Attachment) -> RuleBroken:
    there = _same_place(attachment).first()
    return RuleBroken(
        _("This very file is here already, as “%(name)s”. It was not added again.")
        % {"name": there.name if there else attachment.name},
        code="twice",
    )
