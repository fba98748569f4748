"""Write the journal."""

from journal.actions.advancing import advance, note_down, note_down_each
from journal.actions.reading import note_reading, note_readings, read_by, write_readings
from journal.actions.sealing import seal

__all__ = [
    "advance",
    "note_down",
    "note_down_each",
    "note_reading",
    "note_readings",
    "read_by",
    "seal",
    "write_readings",
]
