"""What a pasted list of people to invite would do, line by line, before anything is done."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.vietnamese import clean, fold
from organisations.models import Invitation, Membership, Organisation, OrganisationAlias, Role
from organisations.models.invitation import InvitationQuerySet
from organisations.queries.reach import UNIT_ROLES, dost_province_ids

MOST = 500  # lines of one list
COLUMNS = 4
BREAK = re.compile(r"[;\t]")
HEADS = {
    "e-mail",
    "email",
    "mail",
    "thu dien tu",
    "dia chi",
    "dia chi thu dien tu",
    "dia chi e-mail",
}  # no person
NAMED = {  # folded, as people write them
    "dau moi": Role.FOCAL_POINT, "dau moi don vi": Role.FOCAL_POINT, "focal point": Role.FOCAL_POINT,
    "lanh dao": Role.UNIT_LEADER, "lanh dao don vi": Role.UNIT_LEADER, "unit leader": Role.UNIT_LEADER,
    "chuyen vien": Role.SPECIALIST, "chuyen vien so kh&cn": Role.SPECIALIST, "dost specialist": Role.SPECIALIST,
    "lanh dao so kh&cn": Role.LEADER, "lanh dao so": Role.LEADER, "dost leader": Role.LEADER,
    "nguoi doc": Role.READER, "doc": Role.READER, "reader": Role.READER,
}  # fmt: skip


@dataclass
class Line:
    """One person of the list. ``problem`` says why nobody is invited; ``note`` what is worth knowing."""

    number: int
    email: str
    full_name: str
    place: str
    role_said: str
    organisation: Organisation | None = None
    role: Role | None = None
    problem: str = ""
    note: str = ""


def invites_somebody(user: User) -> bool:
    """Whether the person invites people at all: administrators, and the DOST of a province."""
    return user.is_superuser or bool(dost_province_ids(user))


def may_invite(user: User, organisation: Organisation, role: str) -> bool:
    """An administrator invites anybody; DOST the people of units of its own province, not its own colleagues."""
    if user.is_superuser:
        return True
    return role in UNIT_ROLES and organisation.province_id in dost_province_ids(user)


def invitations_of(user: User) -> InvitationQuerySet:
    """An administrator sees all, DOST those to organisations of its province, the newest first."""
    rows = Invitation.objects.select_related("organisation__province", "invited_by")
    return rows if user.is_superuser else rows.filter(organisation__province__in=dost_province_ids(user))


def read_lines(text: str) -> list[Line]:
    """The lines of a pasted list: address; name; organisation; role. Blank lines and a head are passed over."""
    lines = []
    for number, raw in enumerate(clean(text).splitlines(), 1):
        parts = [part.strip() for part in BREAK.split(raw.strip())]
        if not any(parts) or fold(parts[0]) in HEADS:
            continue
        email, name, place, role = (parts + [""] * COLUMNS)[:COLUMNS]
        lines.append(Line(number, email.lower(), " ".join(name.split())[:150], place, role))
    return lines


def judge(lines: list[Line], *, by: User) -> list[Line]:
    """Say of each line what it would do. Six queries, however many lines; nothing is written.

    Whether somebody has an account is told of people of one's own province only: a list of addresses asks nothing else.
    """
    places = _places({line.place for line in lines})
    known = {user.email: user for user in User.objects.filter(email__in={line.email for line in lines})}
    held = set(
        Membership.objects.on(timezone.localdate())
        .filter(user__in=known.values())
        .values_list("user__email", "organisation_id", "role")
    )
    invited = set(
        Invitation.objects.open_ones()
        .filter(email__in={line.email for line in lines})
        .values_list("email", "organisation_id", "role")
    )
    told = _known_to(by, known)
    seen: set[tuple] = set()
    for line in lines:
        found = [place for place in places[line.place] if may_invite(by, place, Role.FOCAL_POINT)]
        line.role = _role(line.role_said)
        line.organisation = found[0] if len(found) == 1 else None
        line.problem = _shape(line, found) or ""
        if line.problem or line.organisation is None or line.role is None:
            continue
        key = (line.email, line.organisation.pk, line.role.value)
        person = known.get(line.email) if line.email in told else None
        line.problem = _standing(person, key, seen=seen, held=held, invited=invited)
        if not line.problem and not may_invite(by, line.organisation, line.role):
            line.problem = _("Only an administrator of the portal invites people into this role.")
        if not line.problem and person is not None:
            line.note = _("Has an account already; accepts while signed in.")
        seen.add(key)
    return lines


def _known_to(by: User, known: dict[str, User]) -> set[str]:
    """Those of the addresses whose accounts ``by`` may hear of: of people who act, or acted, in its province."""
    if by.is_superuser:
        return set(known)
    there = Membership.objects.filter(
        organisation__province__in=dost_province_ids(by), user__in=known.values()
    )
    return set(there.values_list("user__email", flat=True))


def _shape(line: Line, found: list[Organisation]) -> str | None:
    """What is wrong with the words of the line."""
    try:
        validate_email(line.email)
    except ValidationError:
        return _("This is not an e-mail address.")
    if not line.full_name:
        return _("The name is missing.")
    if len(found) > 1:
        return _("Several organisations have this name: write its key, such as %(key)s.") % {
            "key": found[0].key
        }
    if not found:
        return _("No organisation you answer for has this name or key.")
    return None if line.role else _("This role is not known.")


def _standing(
    person: User | None, key: tuple, *, seen: set[tuple], held: set[tuple], invited: set[tuple]
) -> str:
    """What stands against inviting somebody who is well described."""
    if key in seen:
        return _("Stands in the list twice.")
    if key in held:
        return _("Acts for this organisation in this role already.")
    if key in invited:
        return _("Is invited already: send the mail again, or withdraw it, in the list of invitations.")
    if person is not None and not person.is_active:
        return _("The account was deactivated. An administrator has to open it again first.")
    return ""


def _role(said: str) -> Role | None:
    """The role somebody wrote; the focal point where nothing is written."""
    if not said:
        return Role.FOCAL_POINT
    folded = fold(said)
    by_name = {fold(str(role.label)): role for role in Role} | {role.value: role for role in Role}
    return by_name.get(folded) or NAMED.get(folded)


def _places(said: Iterable[str]) -> dict[str, list[Organisation]]:
    """What is written → the organisations of today it may mean: by key, by name, by another name. Two queries."""
    wanted = {text: fold(text)[:400] for text in said if text}
    day = timezone.localdate()
    current = Organisation.objects.on(day).select_related("province")
    rows = list(current.filter(key__in=wanted) | current.filter(folded__in=wanted.values()))
    aliases = OrganisationAlias.objects.filter(folded__in=wanted.values(), organisation__in=current)
    other: dict[str, list[Organisation]] = defaultdict(list)
    for alias in aliases.select_related("organisation__province"):
        other[alias.folded].append(alias.organisation)
    found: dict[str, list[Organisation]] = defaultdict(list)
    for text, folded in wanted.items():
        exact = [row for row in rows if row.key == text]
        named = {row.pk: row for row in [*[r for r in rows if r.folded == folded], *other[folded]]}
        found[text] = exact or list(named.values())
    return found
