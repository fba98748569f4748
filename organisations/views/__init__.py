"""Provinces, organisations, and the people who act for them."""

from organisations.views.accepting import invitation_accept
from organisations.views.inviting import invitation_act, invitation_list, invitation_new
from organisations.views.listing import (
    organisation_detail,
    organisation_list,
    province_detail,
    province_list,
)
from organisations.views.people import person_detail, person_leave, support_begin, support_end

__all__ = [
    "invitation_accept",
    "invitation_act",
    "invitation_list",
    "invitation_new",
    "organisation_detail",
    "organisation_list",
    "person_detail",
    "person_leave",
    "province_detail",
    "province_list",
    "support_begin",
    "support_end",
]
