"""Periods, submissions and what they hold, reports."""

from reporting.models.campaign import Campaign
from reporting.models.figure import Figure, Precision
from reporting.models.issued import DocumentSection, IssuedDocument
from reporting.models.line import Attribution, LineRole, SubmissionLine
from reporting.models.period import ReportingPeriod
from reporting.models.report import Report
from reporting.models.setting import ReportSetting, RequestLetter
from reporting.models.statement import Statement, StatementKind
from reporting.models.submission import Submission

__all__ = [
    "Attribution",
    "Campaign",
    "DocumentSection",
    "Figure",
    "IssuedDocument",
    "LineRole",
    "Precision",
    "Report",
    "ReportSetting",
    "ReportingPeriod",
    "RequestLetter",
    "Statement",
    "StatementKind",
    "Submission",
    "SubmissionLine",
]
