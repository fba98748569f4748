"""Consolidated reports in the administration: to be read; everything is done in the portal."""

from consolidation.admin import received, reports

__all__ = ["received", "reports"]
