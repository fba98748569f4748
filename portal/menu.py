"""The menu, by what people do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from api.models.token import organisations_answered_for
from enterprises.models import enterprise_ids_of
from organisations.queries import dost_province_ids, province_ids_of, reads_the_country, unit_ids_of

Place = tuple[str | Promise, str, str]  # label, address, picture


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu."""

    label: str | Promise
    url: str
    icon: str
    is_active: bool = False


def menu_for(user: User | None, path: str) -> list[MenuItem]:
    """The places ``user`` goes to; a visitor sees the public ones."""
    places: list[Place] = []
    if user is not None:
        places.append((_("My work"), reverse("portal:home"), "work"))
        places.append((_("Notices"), reverse("outbox:notice_list"), "bell"))
    places.append((_("Plans"), reverse("programmes:plan_list"), "plan"))
    places.append((_("Support for enterprises"), reverse("support:content_list"), "shield"))
    places.append((_("Provinces"), reverse("organisations:province_list"), "table"))
    if user is None:
        places.append((_("Look up an application"), reverse("support:look_up"), "search"))
    else:
        places += _places_of(user)
        places += _places_of_keepers(user)
    return [MenuItem(label, url, icon, is_active=_stands_at(path, url)) for label, url, icon in places]


def _places_of(user: User) -> Iterator[Place]:
    """The places of somebody signed in, by what they do."""
    is_unit, is_reader = bool(unit_ids_of(user)), bool(province_ids_of(user)) or user.is_superuser
    yield _("Applications"), reverse("support:application_list"), "file"
    if is_reader or enterprise_ids_of(user):
        yield _("Granted supports"), reverse("support:support_list"), "check"
    if is_reader:
        yield _("Enterprises"), reverse("enterprises:enterprise_list"), "people"
        yield _("Outcomes"), reverse("support:outcome_list"), "done"
    if is_unit or is_reader:
        yield _("Needs"), reverse("support:need_list"), "help"
    yield _("Organisations"), reverse("organisations:organisation_list"), "organisation"
    if is_unit:
        yield _("Our submissions"), reverse("reporting:submission_list"), "edit"
    if is_reader:
        yield _("Reporting periods"), reverse("reporting:period_list"), "report"
        yield _("Consolidated reports"), reverse("consolidation:report_list"), "file"
        yield _("Provinces together"), reverse("consolidation:rollup_country"), "chart"
    if reads_the_country(user) or user.is_superuser:
        yield _("Received reports"), reverse("consolidation:received_list"), "shield"
    if dost_province_ids(user) or user.is_superuser:
        yield _("Outlines of reports"), reverse("reporting:outline_list"), "edit"
        yield _("Outbox"), reverse("outbox:mail_list"), "send"
        yield _("Invitations"), reverse("organisations:invitation_list"), "people"
    if is_unit or is_reader:
        yield _("Proposals"), reverse("reporting:proposal_list"), "help"
    else:
        yield _("My enterprises"), reverse("enterprises:own_list"), "organisation"


def _places_of_keepers(user: User) -> Iterator[Place]:
    """The places of those who look after a house or the portal."""
    if user.is_superuser or organisations_answered_for(user):
        yield _("Connected programs"), reverse("api:token_list"), "settings"
    if user.is_staff:
        yield _("Administration"), reverse("admin:index"), "settings"


def _stands_at(path: str, url: str) -> bool:
    """Whether ``path`` lies in the place at ``url``; home only when it is exactly there."""
    return path == url if url == reverse("portal:home") else path.startswith(url)
