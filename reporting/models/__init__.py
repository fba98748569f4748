"""Periods, submissions and what they hold, letters and reports."""

from reporting.models.campaign import Campaign
from reporting.models.claim import DoubleClaim
from reporting.models.evidence_file import EvidenceFile
from reporting.models.figure import ActivityKind, CountedAs, Figure, Precision
from reporting.models.filing import Filing
from reporting.models.issued import DocumentSection, IssuedDocument
from reporting.models.letter import Letter, LetterKind
from reporting.models.line import Attribution, LineRole, SubmissionLine
from reporting.models.outline import Outline
from reporting.models.period import PeriodKind, ReportingPeriod
from reporting.models.record import Activity, CertifiedExpert, ClaimRuling, SupportedEnterprise
from reporting.models.reminder import ReminderKind, ReminderStep
from reporting.models.returned import Part, ReturnedPart
from reporting.models.setting import ReportSetting, RequestLetter
from reporting.models.statement import Answer, Statement, StatementKind
from reporting.models.submission import Submission
from reporting.models.workbook import WorkbookUpload

__all__ = [
    "Activity",
    "ActivityKind",
    "Answer",
    "Attribution",
    "Campaign",
    "CertifiedExpert",
    "ClaimRuling",
    "CountedAs",
    "DocumentSection",
    "DoubleClaim",
    "EvidenceFile",
    "Figure",
    "Filing",
    "IssuedDocument",
    "Letter",
    "LetterKind",
    "LineRole",
    "Outline",
    "Part",
    "PeriodKind",
    "Precision",
    "ReminderKind",
    "ReminderStep",
    "ReportSetting",
    "ReportingPeriod",
    "RequestLetter",
    "ReturnedPart",
    "Statement",
    "StatementKind",
    "Submission",
    "SubmissionLine",
    "SupportedEnterprise",
    "WorkbookUpload",
]
