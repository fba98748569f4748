"""The signed paper of a period and everything that makes it one."""

from consolidation.models.aside import SetAside
from consolidation.models.comment import Comment
from consolidation.models.dispatch import Dispatch, Way
from consolidation.models.installation import Installation
from consolidation.models.passage import Passage, PassageKind, PassageSource, SourceKind
from consolidation.models.received import ReceivedReport
from consolidation.models.report import Report
from consolidation.models.signed_file import SignedFile
from consolidation.models.waiver import Waiver

__all__ = [
    "Comment",
    "Dispatch",
    "Installation",
    "Passage",
    "PassageKind",
    "PassageSource",
    "ReceivedReport",
    "Report",
    "SetAside",
    "SignedFile",
    "SourceKind",
    "Waiver",
    "Way",
]
