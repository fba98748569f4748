"""Provinces, organisations, what became of them, groups, and memberships."""

from organisations.models.calendar import CalendarException
from organisations.models.group import GroupMember, OrganisationGroup, Resolution
from organisations.models.invitation import Invitation, InvitationMail
from organisations.models.membership import Membership, Role
from organisations.models.organisation import Organisation, OrganisationAlias, OrganisationKind
from organisations.models.province import Province
from organisations.models.succession import ProvinceSuccession, Succession, SuccessionKind
from organisations.models.validity import Evidence

__all__ = [
    "CalendarException",
    "Evidence",
    "GroupMember",
    "Invitation",
    "InvitationMail",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "OrganisationGroup",
    "OrganisationKind",
    "Province",
    "ProvinceSuccession",
    "Resolution",
    "Role",
    "Succession",
    "SuccessionKind",
]
