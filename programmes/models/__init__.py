"""What was promised, as enacted."""

from programmes.models.annual import AnnualTarget
from programmes.models.document import DocumentKind, LegalDocument
from programmes.models.finding import Finding
from programmes.models.plan import (
    DutyKind,
    Phase,
    Plan,
    PlanBasis,
    PlanPolicy,
    PolicyKind,
    ReportingDuty,
    Standing,
)
from programmes.models.programme import NationalTaskGroup, Programme
from programmes.models.target import (
    BaseKind,
    Baseline,
    CountedFrom,
    IndicatorFamily,
    RowsRule,
    Target,
)
from programmes.models.task import RoleKind, Task, TaskGroup, TaskKind, TaskRole, TimingKind

__all__ = [
    "AnnualTarget",
    "BaseKind",
    "Baseline",
    "CountedFrom",
    "DocumentKind",
    "DutyKind",
    "Finding",
    "IndicatorFamily",
    "LegalDocument",
    "NationalTaskGroup",
    "Phase",
    "Plan",
    "PlanBasis",
    "PlanPolicy",
    "PolicyKind",
    "Programme",
    "ReportingDuty",
    "RoleKind",
    "RowsRule",
    "Standing",
    "Target",
    "Task",
    "TaskGroup",
    "TaskKind",
    "TaskRole",
    "TimingKind",
]
