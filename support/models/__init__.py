"""How enterprises are helped."""

from support.models.application import Application, ReceiptCounter, RequestedItem, SavedView, Verdict
from support.models.attachment import Attachment
from support.models.content import (
    CapUnit,
    ContentTarget,
    OutcomeKind,
    RequiredPaper,
    SupportContent,
    SupportLevel,
)
from support.models.decision import Appraiser, Decision, Score
from support.models.handling import (
    Check,
    CheckKind,
    CheckResult,
    Message,
    OpinionRequest,
    Stance,
    SupplementPoint,
    SupplementRequest,
)
from support.models.need import Need
from support.models.procedure import Criterion, SupportProcedure
from support.models.support import Direction, Disbursement, EffectReport, Milestone, Outcome, Support

__all__ = [
    "Application",
    "Appraiser",
    "Attachment",
    "CapUnit",
    "Check",
    "CheckKind",
    "CheckResult",
    "ContentTarget",
    "Criterion",
    "Decision",
    "Direction",
    "Disbursement",
    "EffectReport",
    "Message",
    "Milestone",
    "Need",
    "OpinionRequest",
    "Outcome",
    "OutcomeKind",
    "ReceiptCounter",
    "RequestedItem",
    "RequiredPaper",
    "SavedView",
    "Score",
    "Stance",
    "SupplementPoint",
    "SupplementRequest",
    "Support",
    "SupportContent",
    "SupportLevel",
    "SupportProcedure",
    "Verdict",
]
