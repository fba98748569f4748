"""An enterprise enters the register by itself, and with it the person who will manage its account."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import open_account
from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean, fold
from enterprises.actions.joining import ask_to_join
from enterprises.actions.people import begin
from enterprises.models import Enterprise, EnterpriseRole, JoinRequest
from enterprises.queries.known import known
from enterprises.queries.lookup import tidy_tax_code
from enterprises.queries.tax_codes import refusal
from journal.actions import note_down
from organisations.models import Province

NOTICE_OF_PRIVACY = "2026-11"  # edition of the notice on personal data the person saw; the journal keeps it


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody says about the enterprise and about themselves in it."""

    name: str
    tax_code: str
    kind: str
    province: Province
    address: str = ""
    position: str = ""


@dataclass(frozen=True)
class Registered:
    """What came of it: the person manages a new enterprise, or asks to join one the register knew (``request``)."""

    user: User
    enterprise: Enterprise
    request: JoinRequest | None = None


@transaction.atomic
def register_visitor(
    wanted: Wanted, *, email: str, password: str, full_name: str, on: dt.date
) -> Registered | None:
    """Open an account and register the enterprise, both or neither.

    None, and nothing done, where the address has an account: the caller answers alike in both cases and writes to
    the owner. Raises RuleBroken as :func:`register_own`.
    """
    check_wanted(wanted)
    user = open_account(email=email, password=password, full_name=full_name)
    return None if user is None else register_own(wanted, by=user, on=on)


@transaction.atomic
def register_own(wanted: Wanted, *, by: User, on: dt.date) -> Registered:
    """Enter an enterprise with ``by`` as manager; one the register knows is asked to take ``by`` in instead.

    Of two people who register one new code in the same moment one gets it, the other asks. Sending the form twice
    changes nothing. Raises RuleBroken, keyed by field: no name, a tax code that cannot be right or does not fit the kind.
    """
    check_wanted(wanted)
    code = tidy_tax_code(wanted.tax_code)
    found = known(name=wanted.name, code=code, province=wanted.province, on=on).same
    if found is None:
        try:
            with transaction.atomic():
                return Registered(by, _enter(wanted, code, by, on))
        except IntegrityError:  # somebody else was a moment faster
            found = Enterprise.objects.get(tax_code=code)
    if found.people.on(on).filter(user=by).exists():
        return Registered(by, found)
    missing = "" if found.tax_code else code
    request = ask_to_join(found, by=by, position=wanted.position, tax_code=missing)
    return Registered(by, found, request)


def check_wanted(wanted: Wanted) -> None:
    """RuleBroken, keyed by field, for what no register can hold."""
    if not fold(wanted.name):
        raise RuleBroken({"name": _("Write the name of the enterprise.")}, code="name")
    problem = refusal(tidy_tax_code(wanted.tax_code), wanted.kind)
    if problem:
        raise RuleBroken({"tax_code": problem}, code="tax_code")


def _enter(wanted: Wanted, code: str, by: User, on: dt.date) -> Enterprise:
    """The new row and its first person."""
    enterprise = Enterprise.objects.create(
        name=clean(wanted.name),
        tax_code=code,
        kind=wanted.kind,
        province=wanted.province,
        address=clean(wanted.address),
    )
    note_down(
        enterprise, "register_enterprise", by=by, name=enterprise.name, notice_of_privacy=NOTICE_OF_PRIVACY
    )
    begin(enterprise, by, role=EnterpriseRole.MANAGER, position=wanted.position, by=by, on=on)
    return enterprise
