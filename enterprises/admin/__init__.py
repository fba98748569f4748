"""Enterprises in the administration: searched, corrected, brought in and taken out as a table."""

from enterprises.admin.enterprises import EnterpriseAdmin

__all__ = ["EnterpriseAdmin"]
