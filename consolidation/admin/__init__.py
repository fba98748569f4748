"""Consolidated reports in the administration: to be read; everything is done in the portal."""

from consolidation.admin import reports

__all__ = ["reports"]
