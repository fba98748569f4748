"""Contents, levels, papers and procedures are settings; everything else is read."""

from support.admin import desk, handling

__all__ = ["desk", "handling"]
