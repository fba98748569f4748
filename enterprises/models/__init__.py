"""Who is helped."""

from enterprises.models.enterprise import Enterprise, EnterpriseKind

__all__ = ["Enterprise", "EnterpriseKind"]
