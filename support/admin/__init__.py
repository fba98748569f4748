"""Contents, levels, papers and procedures are settings; everything else is read."""

from support.admin import contents, desk, handling, settings

__all__ = ["contents", "desk", "handling", "settings"]
from support.admin import decisions

__all__ = ["decisions", "desk", "handling"]
