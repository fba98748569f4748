"""Invite people from a list, send their mails each at most once by itself, accept, send again, withdraw."""

import datetime as dt
import logging
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.mail_line import line_to_the_mail_server
from common.vietnamese import clean
from journal.actions import note_down
from organisations.models import Invitation, InvitationMail, Membership
from organisations.models.invitation import DAYS, new_nonce
from organisations.queries.inviting import Line, may_invite

log = logging.getLogger(__name__)
SALT = "invitation"
MOST_TRIES, MOST_AT_ONCE = 5, 100
PAUSE = dt.timedelta(minutes=15)  # after a refusal of the mail server


@transaction.atomic
def invite(lines: list[Line], *, by: User, now: dt.datetime) -> list[Invitation]:
    """Invite whoever of ``lines`` has no problem; the mails leave within a minute. RuleBroken where nobody is left."""
    good = [line for line in lines if not line.problem and line.organisation and line.role]
    if not good:
        raise RuleBroken(_("Nobody in this list can be invited."), code="nobody")
    expires = now + dt.timedelta(days=DAYS)
    rows = [
        Invitation(
            email=line.email, full_name=line.full_name, organisation=line.organisation, role=line.role or "",
            invited_by=by, expires_at=expires, try_at=now,
        )
        for line in good
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Invitation.objects.bulk_create(rows)
    except IntegrityError as twice:  # the same list sent twice at once
        raise RuleBroken(
            _("Somebody in this list was invited a moment ago. Look at the list again."), code="twice"
        ) from twice
    for row in rows:
        note_down(row, "invite", by=by, organisation=row.organisation, role=str(row.role))
    return rows


def token_of(invitation: Invitation) -> str:
    """The secret part of the link; worth nothing after the mail is sent again, or the invitation withdrawn."""
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT)


def invitation_of(token: str, now: dt.datetime) -> Invitation | None:
    """The invitation a link names; None where it is forged, over, used or withdrawn."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("organisation__province")
    row = rows.filter(pk=pk, nonce=nonce).first()
    return None if row is None or row.is_over(now) else row


@transaction.atomic
def accept(
    invitation: Invitation,
    *,
    now: dt.datetime,
    signed_in: User | None,
    full_name: str = "",
    password: str = "",
) -> User:
    """The person acts for the organisation from today. Without an account one is opened, its address known by the mail.

    Raises RuleBroken where the invitation is over, where nobody stands for it any more, or where its address has an account
    that is not ``signed_in``.
    """
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.is_over(now) or row.nonce != invitation.nonce:
        raise RuleBroken(_("This invitation was used already, or withdrawn."), code="over")
    if not (row.invited_by.is_active and may_invite(row.invited_by, row.organisation, row.role)):
        raise RuleBroken(
            _(
                "Whoever invited you no longer answers for this organisation. Ask a colleague of theirs to send it again."
            ),
            code="inviter_left",
        )
    if not row.organisation.holds_on(timezone.localdate(now)):
        raise RuleBroken(
            _("This organisation has ended. Ask whoever invited you."), code="organisation_ended"
        )
    person = User.objects.known_as(row.email)
    if person is None:
        person = _open(row, full_name=full_name, password=password)
    elif person != signed_in:
        raise RuleBroken(_("Sign in with %(email)s first.") % {"email": row.email}, code="sign_in")
    _act(person, row, now)
    row.accepted_at, row.accepted_by = now, person
    row.save(update_fields=["accepted_at", "accepted_by"])
    note_down(row, "accept", by=person)
    return person


def _open(row: Invitation, *, full_name: str, password: str) -> User:
    try:
        with transaction.atomic():
            person = User.objects.create_user(row.email, password, full_name=clean(full_name))
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    except IntegrityError as taken:
        raise RuleBroken(_("Sign in with %(email)s first.") % {"email": row.email}, code="sign_in") from taken
    return person


def _act(person: User, row: Invitation, now: dt.datetime) -> None:
    """A membership from today; one that had ended begins again."""
    day = timezone.localdate(now)
    membership, is_new = Membership.objects.get_or_create(
        user=person, organisation_id=row.organisation_id, role=row.role, defaults={"valid_from": day}
    )
    if not is_new and not membership.holds_on(day):
        membership.valid_from, membership.valid_to = day, None
        membership.save()
    note_down(membership, "begin_by_invitation", by=row.invited_by)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User, now: dt.datetime) -> None:
    """A new link, valid as long as the first; the old one opens nothing. ``by`` stands for it from now on.

    RuleBroken where it was used or withdrawn, or is not ``by``'s to give.
    """
    row = _open_row(invitation)
    if not may_invite(by, row.organisation, row.role):
        raise RuleBroken(
            _("Only an administrator of the portal invites people into this role."), code="not_permitted"
        )
    row.invited_by = by
    row.nonce, row.expires_at = new_nonce(), now + dt.timedelta(days=DAYS)
    row.mail, row.tries, row.try_at, row.problem = InvitationMail.QUEUED, 0, now, ""
    row.save()
    note_down(row, "send_again", by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, now: dt.datetime) -> None:
    """The link opens nothing any more. RuleBroken where it was used or withdrawn."""
    row = _open_row(invitation)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    note_down(row, "withdraw", by=by)


def _open_row(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).open_ones().filter(pk=invitation.pk).first()
    if row is None:
        raise RuleBroken(_("This invitation was used already, or withdrawn."), code="over")
    return row


def send_due(now: dt.datetime) -> int:
    """Send the mails that wait; returns how many the server took.

    Each is claimed before it leaves, so that none leaves twice by itself; one whose sender died stays "being sent" until
    a person sends it again. A server that cannot be reached costs no try. Runs outside a transaction.
    """
    sent = 0
    for _turn in range(MOST_AT_ONCE):
        if not _ready(now).exists():
            break
        with line_to_the_mail_server(partial(_tell_waiting, now)) as line:
            row = _claim(now) if line is not None else None
            if line is None or row is None:
                break
            sent += _sent(row, line, now)
    return sent


def _sent(row: Invitation, line: BaseEmailBackend, now: dt.datetime) -> int:
    """Send a claimed mail and mark what came of it: 1 where the server took it."""
    try:
        _send(row, line)
    except (OSError, ValueError) as problem:  # smtplib's own exceptions are OSErrors
        log.warning("the mail of invitation %s did not leave: %s", row.pk, type(problem).__name__)
        is_last = row.tries >= MOST_TRIES
        state = InvitationMail.FAILED if is_last else InvitationMail.QUEUED
        _mark(row, mail=state, problem=_said(problem), try_at=now + PAUSE)
        return 0
    _mark(row, mail=InvitationMail.SENT, problem="")
    return 1


def _ready(now: dt.datetime) -> QuerySet[Invitation]:
    return Invitation.objects.open_ones().filter(mail=InvitationMail.QUEUED, try_at__lte=now).order_by("pk")


def _tell_waiting(now: dt.datetime, problem: OSError) -> None:
    _ready(now).order_by().update(problem=_said(problem))


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]


@transaction.atomic(durable=True)
def _claim(now: dt.datetime) -> Invitation | None:
    row = _ready(now).select_for_update(skip_locked=True).first()
    if row is not None:
        row.mail, row.tries = InvitationMail.SENDING, row.tries + 1
        row.save(update_fields=["mail", "tries"])
    return row


def _mark(row: Invitation, **facts: object) -> None:
    """What came of this try, unless a person decided meanwhile."""
    Invitation.objects.filter(pk=row.pk, mail=InvitationMail.SENDING, nonce=row.nonce).update(**facts)


def _send(row: Invitation, line: BaseEmailBackend) -> None:
    link = f"{settings.PORTAL_BASE_URL}{reverse('organisations:invitation_accept', args=[token_of(row)])}"
    with translation.override("vi"):
        text = render_to_string(
            "mail/invitation.txt", {"invitation": row, "link": link, "portal_url": settings.PORTAL_BASE_URL}
        )
        send_mail(
            str(_("Invitation to the productivity and quality portal")),
            text,
            None,
            [row.email],
            connection=line,
        )
