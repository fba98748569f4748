"""The menu, by what people do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.queries import dost_province_ids, province_ids_of, unit_ids_of


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu."""

    label: str | Promise
    url: str
    icon: str
    is_active: bool = False


def menu_for(user: User | None, path: str) -> list[MenuItem]:
    """The places ``user`` goes to; a visitor sees the public ones."""
    places: list[tuple[str | Promise, str, str]] = []
    if user is not None:
        places.append((_("My work"), reverse("portal:home"), "work"))
        places.append((_("Notices"), reverse("outbox:notice_list"), "bell"))
    places.append((_("Plans"), reverse("programmes:plan_list"), "plan"))
    places.append((_("Support for enterprises"), reverse("support:content_list"), "shield"))
    places.append((_("Provinces"), reverse("organisations:province_list"), "table"))
    if user is not None:
        places.append((_("Applications"), reverse("support:application_list"), "file"))
        if province_ids_of(user) or user.is_superuser:
            places.append((_("Enterprises"), reverse("enterprises:enterprise_list"), "people"))
            places.append((_("Outcomes"), reverse("support:outcome_list"), "done"))
        places.append((_("Organisations"), reverse("organisations:organisation_list"), "organisation"))
        if unit_ids_of(user):
            places.append((_("Our submissions"), reverse("reporting:submission_list"), "edit"))
        if province_ids_of(user) or user.is_superuser:
            places.append((_("Reporting periods"), reverse("reporting:period_list"), "report"))
        if dost_province_ids(user) or user.is_superuser:
            places.append((_("Outbox"), reverse("outbox:mail_list"), "send"))
        if unit_ids_of(user) or province_ids_of(user) or user.is_superuser:
            places.append((_("Proposals"), reverse("reporting:proposal_list"), "help"))
        if not (unit_ids_of(user) or province_ids_of(user) or user.is_superuser):
            places.append((_("My enterprises"), reverse("enterprises:own_list"), "organisation"))
        if user.is_staff:
            places.append((_("Administration"), reverse("admin:index"), "settings"))
    return [MenuItem(label, url, icon, is_active=_stands_at(path, url)) for label, url, icon in places]


def _stands_at(path: str, url: str) -> bool:
    """Whether ``path`` lies in the place at ``url``; home only when it is exactly there."""
    return path == url if url == reverse("portal:home") else path.startswith(url)
