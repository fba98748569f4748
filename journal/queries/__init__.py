"""What the journal tells."""

from journal.queries.lines import SAVE, made_by_this_page, newest_lines, saved_just_so, saves_of

__all__ = ["SAVE", "made_by_this_page", "newest_lines", "saved_just_so", "saves_of"]
