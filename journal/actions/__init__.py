"""Write the journal."""

from journal.actions.advancing import advance, note_down, note_down_each
from journal.actions.sealing import seal

__all__ = ["advance", "note_down", "note_down_each", "seal"]
