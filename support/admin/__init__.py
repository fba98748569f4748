"""Contents, levels, papers and procedures are settings; everything else is read."""

from support.admin import applications, contents, decisions, desk, handling, needs, settings, supports

__all__ = ["applications", "contents", "decisions", "desk", "handling", "needs", "settings", "supports"]
