"""The menu, by what people do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from api.models.token import organisations_answered_for
from enterprises.models import enterprise_ids_of
from organisations.queries import dost_province_ids, province_ids_of, reads_the_country, unit_ids_of

Place = tuple[str | Promise, str, str]  # label, name of the address, picture

HOME = "portal:home"
PLANS: Place = (_("Plans"), "programmes:plan_list", "plan")
PROVINCES: Place = (_("Provinces"), "organisations:province_list", "table")
SUPPORT: Place = (_("Support for enterprises"), "support:content_list", "shield")


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu."""

    label: str | Promise
    url: str
    icon: str
    is_active: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """Places that belong together; the first group and a visitor's only one need no heading."""

    label: str | Promise
    items: list[MenuItem]


def menu_for(user: User | None, path: str) -> list[MenuGroup]:
    """The places ``user`` goes to, in groups none of which is empty; a visitor sees the public ones."""
    groups: list[tuple[str | Promise, Iterator[Place]]] = [("", _public_places())]
    if user is not None:
        groups = [
            ("", _own_places()),
            (_("Programme"), _programme_places()),
            (_("Reporting"), _reporting_places(user)),
            (pgettext_lazy("menu", "Support"), _support_places(user)),
            (_("Upkeep"), _upkeep_places(user)),
        ]
    told = [(label, [_item(place, path) for place in places]) for label, places in groups]
    return [MenuGroup(label, items) for label, items in told if items]


def _public_places() -> Iterator[Place]:
    yield PLANS
    yield SUPPORT
    yield PROVINCES
    yield _("Look up an application"), "support:look_up", "search"


def _own_places() -> Iterator[Place]:
    yield _("My work"), HOME, "work"
    yield _("Notices"), "outbox:notice_list", "bell"


def _programme_places() -> Iterator[Place]:
    """What was enacted, and who carries it out."""
    yield PLANS
    yield PROVINCES
    yield _("Organisations"), "organisations:organisation_list", "organisation"


def _reporting_places(user: User) -> Iterator[Place]:
    """From a unit's form to the report of the province and of the country."""
    is_unit, is_reader = bool(unit_ids_of(user)), _is_reader(user)
    if is_unit:
        yield _("Our submissions"), "reporting:submission_list", "edit"
    if is_reader:
        yield _("Reporting periods"), "reporting:period_list", "report"
        yield _("Consolidated reports"), "consolidation:report_list", "file"
        yield _("Provinces together"), "consolidation:rollup_country", "chart"
    if reads_the_country(user) or user.is_superuser:
        yield _("Received reports"), "consolidation:received_list", "shield"
    if is_unit or is_reader:
        yield _("Proposals"), "reporting:proposal_list", "help"
    if dost_province_ids(user) or user.is_superuser:
        yield _("Outlines of reports"), "reporting:outline_list", "edit"


def _support_places(user: User) -> Iterator[Place]:
    """What enterprises may ask for, ask for and receive."""
    is_unit, is_reader = bool(unit_ids_of(user)), _is_reader(user)
    yield SUPPORT
    yield _("Applications"), "support:application_list", "file"
    if is_reader or enterprise_ids_of(user):
        yield _("Granted supports"), "support:support_list", "check"
    if is_reader:
        yield _("Outcomes"), "support:outcome_list", "done"
        yield _("Enterprises"), "enterprises:enterprise_list", "people"
    if is_unit or is_reader:
        yield _("Needs"), "support:need_list", "help"
    else:
        yield _("My enterprises"), "enterprises:own_list", "organisation"


def _upkeep_places(user: User) -> Iterator[Place]:
    """The places of those who look after a house or the portal."""
    if dost_province_ids(user) or user.is_superuser:
        yield _("Outbox"), "outbox:mail_list", "send"
        yield _("Invitations"), "organisations:invitation_list", "people"
    if user.is_superuser or organisations_answered_for(user):
        yield _("Connected programs"), "api:token_list", "settings"
    if user.is_superuser:
        yield _("State of the portal"), "operations:status", "chart"
    if user.is_staff:
        yield _("Administration"), "admin:index", "settings"


def _is_reader(user: User) -> bool:
    return bool(province_ids_of(user)) or user.is_superuser


def _item(place: Place, path: str) -> MenuItem:
    label, name, icon = place
    url = reverse(name)
    return MenuItem(label, url, icon, is_active=path == url if name == HOME else path.startswith(url))
