"""The letters (công văn) DOST writes to the units: the call for a report, and the chase of those who are silent.

Pure functions of facts: the same facts give the same document. Number and day stay blank until `papers.letter.registered`.
"""

from reporting.documents.letters.call import compose_call
from reporting.documents.letters.chase import compose_chase
from reporting.documents.letters.form import sent_to

__all__ = ["compose_call", "compose_chase", "sent_to"]
