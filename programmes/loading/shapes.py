"""The shape of national.yaml and of a plan file."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from organisations.loading.problems import Report
from organisations.loading.shapes import (
    cell,
    choice,
    day,
    figure,
    flag,
    lines,
    maybe,
    record,
    rows,
    text,
    whole,
    year,
    years,
)
from organisations.models import Evidence
from programmes.expressions import BaseKind, Operator
from programmes.models import DocumentKind, DutyKind, PolicyKind, Standing, TaskKind, TimingKind

LEVELS = ("info", "warning", "error")
RELATIONS = ("vs_phase", "year_on_year")
PROPOSAL = "proposal"  # the national group of a task is the analyst's reading, not the text's
A_LEAP_YEAR = 2024

evidence = choice(Evidence.values)
period = record(from_=year, to=year)
QUOTED = record(text=text, lines=lines)


def due(value: Any, place: str, report: Report) -> None:
    """A month and a day of every year: ``"11-25"``."""
    try:
        dt.date.fromisoformat(f"{A_LEAP_YEAR}-{value}")
    except ValueError:
        report.say(
            place,
            _("A month and a day such as “11-25” are expected here, not “%(found)s”.") % {"found": value},
        )


def month(value: Any, place: str, report: Report) -> None:
    """A month by its number."""
    if value not in range(1, 13):
        report.say(place, _("A month from 1 to 12 is expected here."))


NATIONAL = record(
    expect=record(programmes=whole, task_groups=whole, finding_codes=whole),
    programmes=rows(
        record(
            key=text, decision=text, decided_on=day, issuer=text, title=text, cited_in=record(document=text, lines=lines), period=period,
            evidence=evidence, note=maybe(text),
            task_groups=rows(record(code=text, title=text, document=text, lines=lines, evidence=evidence), key="code"),
            duties=rows(
                record(who=text, to=rows(text), via=text, when=text, kind=choice(DutyKind.values), due=due, exclusive=flag, basis=text, evidence=evidence)
            ),
        ),
        key="key",
    ),
    indicator_families=rows(record(code=text, name=text, unit=text), key="code"),
    finding_codes=rows(record(code=text, level=choice(LEVELS), meaning=text), key="code"),
)  # fmt: skip

DOCUMENT = record(
    key=text, kind=choice(DocumentKind.values), number=maybe(whole), number_raw=text, symbol=text, issued_on=maybe(day),
    issued_year=maybe(year), issued_month=maybe(month), issuer=maybe(text), issuer_text=maybe(text), title=text, signer=maybe(text),
    signer_position=maybe(text), signing_form=maybe(text), place=maybe(text), lines=lines, recipients=rows(QUOTED),
)  # fmt: skip
TASK = record(
    code=text, code_raw=text, kind=choice(TaskKind.values), group=maybe(text), title=text, lines=lines, timing_raw=cell,
    timing=record(kind=choice(TimingKind.values), from_=maybe(year), to=maybe(year), every=rows(whole)),
    national_group=maybe(text), national_group_evidence=maybe(choice([PROPOSAL, *Evidence.values])), lead_raw=cell, leads=rows(text),
    partners_raw=cell, partners=rows(record(organisation=text, group=text, text=text, optional=("organisation", "group", "text"))),
    open_ended=flag, roles_lines=lines, total=record(raw=cell, value=maybe(figure), unit=text),
    years=years(record(raw=cell, value=maybe(figure))), beneficiaries_raw=cell, targets=rows(text),
    optional=("total", "years", "beneficiaries_raw"),
)  # fmt: skip
TARGET = record(
    code=text, indicator=text, family=maybe(text), statement=text, lines=lines, phase=maybe(text), operator=choice(Operator.values),
    value=figure, low=figure, high=figure, unit=text, unit_raw=text, value_raw=text, striving=flag, parent=maybe(text),
    relation=maybe(
        record(kind=choice(RELATIONS), base_target=maybe(text), base_phase=maybe(text), base_kind=maybe(choice(BaseKind.values)))
    ),
    optional=("value", "low", "high"),
)  # fmt: skip
DUTY = record(
    who_raw=text, organisation=maybe(text), groups=rows(text), to=rows(text), to_text=maybe(text), when_raw=text,
    kind=choice(DutyKind.values), due=maybe(due), years=rows(year), lines=lines, evidence=evidence,
)  # fmt: skip
PLAN = record(
    key=text, province=text, programme=text, standing=choice(Standing.values), source=record(document=text, text=text),
    expect=record(
        groups=whole, tasks=whole, projects=whole, annex_rows=whole, targets=whole, baselines=whole, annual_cells=whole,
        annual_values=whole, policies=whole, duties=whole, findings=whole,
    ),
    document=DOCUMENT, report_document=DOCUMENT,
    annex=maybe(
        record(number_raw=maybe(text), title=maybe(text), issued_with=text, complete=flag, lines=lines, notes=rows(QUOTED))
    ),
    period=period, phases=rows(record(code=text, from_=year, to=year), key="code"),
    bases=rows(
        record(
            kind=choice(DocumentKind.values), number_text=maybe(text), issued_on=day, issuer=maybe(text), issuer_text=maybe(text),
            abstract=maybe(text), lines=lines,
        )
    ),
    groups=rows(record(code=text, title=maybe(text), lines=maybe(lines), national_group=maybe(text)), key="code"),
    tasks=rows(TASK, key="code"), targets=rows(TARGET, key="code"),
    baselines=rows(record(indicator=text, value=figure, value_raw=text, unit=text, period=text, text=text, lines=lines)),
    policies=rows(record(kind=choice(PolicyKind.values), text=text, lines=lines)),
    duties=rows(DUTY),
    findings=rows(record(code=text, codes=rows(text), lines=lines, text=text, tasks=rows(text), targets=rows(text)), key="code"),
    optional=("report_document",),
)  # fmt: skip


def counts(data: dict[str, Any]) -> dict[str, int]:
    """How many rows of each kind a plan file holds; ``annual_values`` leaves out blank cells."""
    kinds = [task["kind"] for task in data["tasks"]]
    cells = [one for task in data["tasks"] for one in task.get("years", {}).values()]
    return {
        "groups": len(data["groups"]),
        "tasks": kinds.count(TaskKind.TASK),
        "projects": kinds.count(TaskKind.PROJECT),
        "annex_rows": kinds.count(TaskKind.ANNEX_ROW),
        "targets": len(data["targets"]),
        "baselines": len(data["baselines"]),
        "annual_cells": len(cells),
        "annual_values": sum(one["value"] is not None for one in cells),
        "policies": len(data["policies"]),
        "duties": len(data["duties"]),
        "findings": len(data["findings"]),
    }
