"""Plans, their tasks and targets as a program reads them."""

import datetime as dt
from typing import Self

from ninja import Field, Schema

from api.documents.shared import AnnualOut, ProvinceOut
from common.formatting import plain_number
from programmes.expressions import to_words
from programmes.models import Plan, Target, Task, TaskRole


class PlanOut(Schema):
    """A plan or approving decision of a province."""

    key: str
    title: str
    number: str = Field(description="Number and symbol of the document")
    issued_on: dt.date | None
    province: ProvinceOut | None
    programme: str = Field(description="Key of the national programme")
    year_from: int
    year_to: int
    standing: str = Field(description="enacted, history, known_by_report or demo")

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """The plan, with province, programme and document at hand."""
        return cls(
            key=plan.key,
            title=plan.title,
            number=plan.document.designation,
            issued_on=plan.document.issued_on,
            province=ProvinceOut.of(plan.province),
            programme=plan.programme.key,
            year_from=plan.year_from,
            year_to=plan.year_to,
            standing=plan.standing,
        )


class PlansOut(Schema):
    """A page of plans."""

    items: list[PlanOut]
    next: str | None


class RoleOut(Schema):
    """Who leads or helps: an organisation, a group phrase, or only the words of the text."""

    role: str = Field(description="lead or partner")
    organisation: str | None = Field(description="Key of the organisation")
    group: str | None = Field(description="Phrase that stands for several organisations")
    raw: str

    @classmethod
    def of(cls, role: TaskRole) -> Self:
        """The role."""
        return cls(
            role=role.kind,
            organisation=role.organisation.key if role.organisation else None,
            group=role.group.phrase if role.group else None,
            raw=role.raw,
        )


class TaskOut(Schema):
    """A task as the annex lists it."""

    code: str
    kind: str = Field(description="task, project or annex_row")
    title: str
    heading: str | None
    national_group: str | None
    timing: str = Field(description="As written")
    year_from: int | None
    year_to: int | None
    lead_raw: str
    partners_raw: str
    roles: list[RoleOut]
    unit: str
    total: str | None = Field(description="Decimal text")
    total_raw: str
    annual: list[AnnualOut]

    @classmethod
    def of(cls, task: Task) -> Self:
        """The task, with groups, roles and yearly figures at hand."""
        return cls(
            code=task.code,
            kind=task.kind,
            title=task.title,
            heading=str(task.group) if task.group else None,
            national_group=task.national_group.code if task.national_group else None,
            timing=task.timing_raw,
            year_from=task.timing_from,
            year_to=task.timing_to,
            lead_raw=task.lead_raw,
            partners_raw=task.partners_raw,
            roles=[RoleOut.of(role) for role in task.roles.all()],
            unit=task.unit,
            total=plain_number(task.total),
            total_raw=task.total_raw,
            annual=[AnnualOut.of(cell) for cell in task.annual.all()],
        )


class TasksOut(Schema):
    """The tasks of a plan, in the order of its annex."""

    items: list[TaskOut]


class TargetOut(Schema):
    """A target: operator, value or range, unit, and the sentence as enacted."""

    code: str
    indicator: str
    statement: str = Field(description="Verbatim")
    words: str = Field(description="The target in the language asked for")
    operator: str
    value: str | None
    low: str | None
    high: str | None
    unit: str
    phase: str | None
    part_of: str | None = Field(description="Code of the target it is a part of (trong đó)")
    family: str | None = Field(description="Code of its family of indicators")
    annual: list[AnnualOut]

    @classmethod
    def of(cls, target: Target, language: str) -> Self:
        """The target, with phase, whole, base and family at hand."""
        return cls(
            code=target.code,
            indicator=target.indicator,
            statement=target.statement,
            words=to_words(target.expression, language),
            operator=target.operator,
            value=plain_number(target.value),
            low=plain_number(target.low),
            high=plain_number(target.high),
            unit=target.unit,
            phase=str(target.phase) if target.phase else None,
            part_of=target.parent.code if target.parent else None,
            family=target.family.code if target.family else None,
            annual=[AnnualOut.of(cell) for cell in target.annual.all()],
        )


class TargetsOut(Schema):
    """The targets of a plan."""

    items: list[TargetOut]
