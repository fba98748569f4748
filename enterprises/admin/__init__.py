"""Enterprises in the administration: searched, corrected, brought in and taken out as a table."""

from enterprises.admin.enterprises import EnterpriseAdmin
from enterprises.admin.people import EnterpriseMembershipAdmin, JoinRequestAdmin

__all__ = ["EnterpriseAdmin", "EnterpriseMembershipAdmin", "JoinRequestAdmin"]
