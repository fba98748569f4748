"""A person takes another address: asked for by the person, agreed to by the old mailbox, proved by the new one."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.sessions import end_sessions
from accounts.models import AddressChange, AddressOutcome, User
from accounts.models.address import LASTS
from accounts.signals import happened
from common.errors import RuleBroken
from common.rate_limit import too_often
from common.vietnamese import clean

SALT = "address-change"
OLD, NEW = "old", "new"
MOST_A_DAY = 3


def ask_for_address(request: HttpRequest, new: str, *, by: User) -> AddressChange:
    """Write to both ends. An open change is given up for this one.

    Where the new address has an account already, its owner is told so instead of getting a link; whoever asked learns
    nothing. Somebody whose old address was never confirmed is not asked there: it may be mistyped.
    Raises RuleBroken for the same address and after three askings a day.
    """
    address = clean(new).lower()
    if address == by.email:
        raise RuleBroken(_("This is the address you have."), code="same_address")
    if too_often("address-change", str(by.pk), MOST_A_DAY, 86_400):
        raise RuleBroken(
            _("You have asked for another address three times today. Try again tomorrow."), code="too_often"
        )
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        by.address_changes.filter(ended_at__isnull=True).update(
            ended_at=timezone.now(), outcome=AddressOutcome.REPLACED
        )
        is_mistyped = not by.has_confirmed_address
        change = AddressChange.objects.create(
            user=by, old=by.email, new=address, agreed_at=timezone.now() if is_mistyped else None
        )
        happened.send(User, user=by, what="ask_for_address", by=by, facts={})
    _write_to_both(request, change)
    return change


def _write_to_both(request: HttpRequest, change: AddressChange) -> None:
    adapter = get_adapter(request)
    facts = {"name": change.user.full_name, "old": change.old, "new": change.new}
    if change.agreed_at is None:
        adapter.send_mail("account/email/address_old", change.old, facts | {"link": _link(change, OLD)})
    if User.objects.known_as(change.new):
        adapter.send_mail("account/email/address_taken", change.new, facts)
    else:
        adapter.send_mail("account/email/address_new", change.new, facts | {"link": _link(change, NEW)})


def _link(change: AddressChange, end: str) -> str:
    token = signing.dumps([change.pk, end], salt=SALT)
    return f"{settings.PORTAL_BASE_URL}{reverse('accounts:address_answer', args=[token])}"


def change_of(token: str) -> tuple[AddressChange, str] | None:
    """The open change a mail's link names, and at which end; None for a link that is forged, old or over."""
    try:
        pk, end = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    change = AddressChange.objects.filter(pk=pk, ended_at__isnull=True).select_related("user").first()
    return None if change is None or not change.user.is_active else (change, end)


@transaction.atomic
def agree(change: AddressChange, end: str, *, keep: str | None) -> bool:
    """This end says yes; whether the address is now changed. All sessions end then but the one of key ``keep``.

    Raises RuleBroken where the change is over, or another account took the address meanwhile.
    """
    row = _open_row(change)
    now = timezone.now()
    if end == OLD:
        row.agreed_at = row.agreed_at or now
    else:
        row.proved_at = row.proved_at or now
    is_done = bool(row.agreed_at and row.proved_at)
    if is_done:
        _take(row)
        row.ended_at, row.outcome = now, AddressOutcome.CHANGED
    row.save()
    if is_done:
        end_sessions(row.user, but=keep)
        happened.send(User, user=row.user, what="change_address", by=None, facts={})
    return is_done


@transaction.atomic
def refuse(change: AddressChange) -> None:
    """The old mailbox says no: nothing changes, and whoever asked is signed out everywhere."""
    row = _open_row(change)
    row.ended_at, row.outcome = timezone.now(), AddressOutcome.REFUSED
    row.save()
    end_sessions(row.user)
    happened.send(User, user=row.user, what="refuse_address", by=None, facts={})


def _open_row(change: AddressChange) -> AddressChange:
    """The change while nobody else answers it. Over, too, where an administrator wrote another address meanwhile."""
    rows = AddressChange.objects.select_for_update(of=("self", "user"), no_key=True).select_related("user")
    row = rows.filter(pk=change.pk, ended_at__isnull=True).first()
    if row is None or row.old != row.user.email or not row.user.is_active:
        raise RuleBroken(_("This link was used already, or another one has replaced it."), code="over")
    return row


def _take(change: AddressChange) -> None:
    """The person signs in with the new address from now on; the library knows it as confirmed."""
    user = change.user
    user.email, user.opened_alone = change.new, False
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "opened_alone"])
            know_address(user)
    except IntegrityError as taken:
        raise RuleBroken(_("Another account has this address by now."), code="taken") from taken


def know_address(user: User) -> None:
    """The library knows this address, as confirmed, and none of the earlier ones: they open nothing, and agree to nothing."""
    user.address_changes.filter(ended_at__isnull=True).exclude(new=user.email).update(
        ended_at=timezone.now(), outcome=AddressOutcome.REPLACED
    )
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
