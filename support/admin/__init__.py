"""Contents, levels, papers and procedures are settings; everything else is read."""

from support.admin import contents, decisions, desk, handling, settings, supports

__all__ = ["contents", "decisions", "desk", "handling", "settings", "supports"]
