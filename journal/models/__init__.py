"""What is written down: acts in words, changes of fields, the seals over both, and who read personal records."""

from journal.models.change import Change, Operation
from journal.models.entry import Entry
from journal.models.reading import Reading
from journal.models.rule import RetentionRule
from journal.models.seal import Seal, Sealed

__all__ = ["Change", "Entry", "Operation", "Reading", "RetentionRule", "Seal", "Sealed"]
