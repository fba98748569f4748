"""Who is helped."""

from enterprises.models.enterprise import Enterprise, EnterpriseKind, VsicVersion, enterprise_ids_of
from enterprises.models.membership import EnterpriseMembership, EnterpriseRole, JoinRequest
from enterprises.models.product import Certificate, CertificateKind, ExpiryReminder, Product
from enterprises.models.size import Sector, SizeClass, SizeDeclaration, SizeThreshold
from enterprises.models.upload import RegisterUpload

__all__ = [
    "Certificate",
    "CertificateKind",
    "Enterprise",
    "EnterpriseKind",
    "EnterpriseMembership",
    "EnterpriseRole",
    "ExpiryReminder",
    "JoinRequest",
    "Product",
    "RegisterUpload",
    "Sector",
    "SizeClass",
    "SizeDeclaration",
    "SizeThreshold",
    "VsicVersion",
    "enterprise_ids_of",
]
