"""Enterprises in the administration: searched, corrected, brought in and taken out as a table."""

from enterprises.admin.enterprises import EnterpriseAdmin
from enterprises.admin.holdings import (
    CertificateAdmin,
    ProductAdmin,
    RegisterUploadAdmin,
    SizeDeclarationAdmin,
)
from enterprises.admin.people import EnterpriseMembershipAdmin, JoinRequestAdmin
from enterprises.admin.settings import ExpiryReminderAdmin, SizeThresholdAdmin

__all__ = [
    "CertificateAdmin",
    "EnterpriseAdmin",
    "EnterpriseMembershipAdmin",
    "ExpiryReminderAdmin",
    "JoinRequestAdmin",
    "ProductAdmin",
    "RegisterUploadAdmin",
    "SizeDeclarationAdmin",
    "SizeThresholdAdmin",
]
