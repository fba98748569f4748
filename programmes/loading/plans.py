"""Writing programmes and plans. Everything has been checked before; nothing here asks whether the data are right."""

from functools import cached_property
from typing import Any

from organisations.loading.rows import Tally, put, put_links
from organisations.models import Evidence, Organisation, OrganisationGroup
from programmes.loading.documents import province_of, put_basis_document, put_document
from programmes.loading.shapes import PROPOSAL
from programmes.models import (
    AnnualTarget,
    Baseline,
    Finding,
    IndicatorFamily,
    LegalDocument,
    NationalTaskGroup,
    Phase,
    Plan,
    PlanBasis,
    PlanPolicy,
    Programme,
    ReportingDuty,
    RoleKind,
    Target,
    Task,
    TaskGroup,
    TaskRole,
)


def write_programmes(national: dict[str, Any], tally: Tally) -> None:
    """The national programmes, the decisions that approved them, their task groups, and the families of indicators."""
    for position, row in enumerate(national["indicator_families"], start=1):
        words = {"name": row["name"], "unit": row["unit"], "position": position}
        put(IndicatorFamily, tally, find={"code": row["code"]}, enacted=words)
    for row in national["programmes"]:
        programme = put(
            Programme,
            tally,
            find={"key": row["key"]},
            enacted={
                "decision": row["decision"],
                "decided_on": row["decided_on"],
                "title": row["title"],
                "year_from": row["period"]["from"],
                "year_to": row["period"]["to"],
                "evidence": row["evidence"],
            },
            proposed={"note": row["note"] or ""},
        )
        put_basis_document(_decision_of(row), tally)
        for position, group in enumerate(row["task_groups"], start=1):
            put(
                NationalTaskGroup,
                tally,
                find={"programme": programme, "code": group["code"]},
                enacted={"title": group["title"], "position": position},
            )


def _decision_of(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "decision",
        "number_text": row["decision"],
        "issued_on": row["decided_on"],
        "issuer": row["issuer"],
        "issuer_text": None,
        "abstract": f"phê duyệt {row['title']}",
    }


class PlanWriter:
    """Writes one plan file: the plan first, then targets, tasks, and what is said about them."""

    def __init__(self, data: dict[str, Any], tally: Tally) -> None:
        self.data, self.tally = data, tally
        self.targets: dict[str, Target] = {}
        self.tasks: dict[str, Task] = {}

    @cached_property
    def plan(self) -> Plan:
        """The plan's row."""
        data = self.data
        known = Plan.objects.select_related("document").filter(key=data["key"]).first()
        return put(
            Plan,
            self.tally,
            find={"key": data["key"]},
            enacted={
                "province": province_of(data["province"]),
                "programme": Programme.objects.get(key=data["programme"]),
                "document": put_document(
                    data["document"], self.tally, known=known.document if known else None
                ),
                "standing": data["standing"],
                "title": data["document"]["title"],
                "year_from": data["period"]["from"],
                "year_to": data["period"]["to"],
                "source_text": data["source"]["text"],
            },
        )

    def write(self) -> Plan:
        """Write everything and return the plan."""
        if "report_document" in self.data:
            self._write_report_document(self.data["report_document"])
        self._write_frame()
        self._write_targets()
        self._write_tasks()
        self._write_findings()
        return self.plan

    def _write_report_document(self, data: dict[str, Any]) -> None:
        known = LegalDocument.objects.filter(
            kind=data["kind"], issuer__key=data["issuer"], abstract=data["title"]
        ).first()
        put_document(data, self.tally, known=known)

    def _write_frame(self) -> None:
        for row in self.data["phases"]:
            self._put(Phase, {"code": row["code"]}, year_from=row["from"], year_to=row["to"])
        for position, row in enumerate(self.data["bases"], start=1):
            document = put_basis_document(row, self.tally)
            self._put(PlanBasis, {"document": document}, position=position, source_lines=row["lines"])
        for position, row in enumerate(self.data["policies"], start=1):
            self._put(
                PlanPolicy,
                {"position": position},
                kind=row["kind"],
                text=row["text"],
                source_lines=row["lines"],
            )
        for position, row in enumerate(self.data["baselines"], start=1):
            values = {name: row[name] for name in ("indicator", "value", "unit", "period")}
            self._put(Baseline, {"position": position}, source_lines=row["lines"], **values)
        for position, row in enumerate(self.data["duties"], start=1):
            self._write_duty(position, row)

    def _write_duty(self, position: int, row: dict[str, Any]) -> None:
        due_month, due_day = map(int, row["due"].split("-")) if row["due"] else (None, None)
        addressees = [self._organisation(standard).name for standard in row["to"]]
        self._put(
            ReportingDuty,
            {"position": position},
            kind=row["kind"],
            who_raw=row["who_raw"],
            organisation=self._organisation(row["organisation"]) if row["organisation"] else None,
            addressees=[*addressees, *filter(None, [row["to_text"]])],
            when_raw=row["when_raw"],
            due_month=due_month,
            due_day=due_day,
            years=row["years"],
            source_lines=row["lines"],
            evidence=row["evidence"],
        )

    def _write_targets(self) -> None:
        phases = {phase.code: phase for phase in self.plan.phases.all()}
        families = IndicatorFamily.objects.in_bulk(field_name="code")
        rows = list(enumerate(self.data["targets"], start=1))
        wholes_and_bases_first = sorted(
            rows, key=lambda row: (row[1]["parent"] is not None, row[1]["relation"] is not None)
        )
        for position, row in wholes_and_bases_first:
            relation = row["relation"] or {}
            self.targets[row["code"]] = put(
                Target,
                self.tally,
                find={"plan": self.plan, "code": row["code"]},
                enacted={
                    "phase": phases.get(row["phase"]),
                    "indicator": row["indicator"],
                    "family": families.get(row["family"]),
                    "statement": row["statement"],
                    "source_lines": row["lines"],
                    "position": position,
                    "operator": row["operator"],
                    **{name: row.get(name) for name in ("value", "low", "high")},
                    "unit": row["unit"],
                    "unit_raw": row["unit_raw"],
                    "value_raw": row["value_raw"],
                    "is_striving": row["striving"],
                    "parent": self.targets.get(row["parent"]),
                    "base_target": self.targets.get(relation.get("base_target") or ""),
                },
                proposed={"base_kind": relation.get("base_kind") or ""},
            )

    def _write_tasks(self) -> None:
        groups: dict[str | None, TaskGroup] = {}
        for position, row in enumerate(self.data["groups"], start=1):
            groups[row["code"]] = self._put(
                TaskGroup,
                {"code": row["code"]},
                title=row["title"] or "",
                position=position,
                source_lines=row["lines"] or "",
            )
        for position, row in enumerate(self.data["tasks"], start=1):
            task = self._write_task(row, position, groups.get(row["group"]))
            self._write_roles(task, row)
            for year, cell in row.get("years", {}).items():
                put(
                    AnnualTarget,
                    self.tally,
                    find={"task": task, "year": year},
                    enacted={"value": cell["value"], "raw": cell["raw"]},
                )

    def _write_task(self, row: dict[str, Any], position: int, group: TaskGroup | None) -> Task:
        is_new = not Task.objects.filter(plan=self.plan, code=row["code"]).exists()
        total = row.get("total") or {"raw": "", "value": None, "unit": ""}
        task = put(
            Task,
            self.tally,
            find={"plan": self.plan, "code": row["code"], "kind": row["kind"]},
            enacted={
                "group": group,
                "title": row["title"],
                "position": position,
                "source_lines": row["lines"],
                "timing_raw": row["timing_raw"],
                "timing_kind": row["timing"]["kind"],
                "timing_from": row["timing"]["from"],
                "timing_to": row["timing"]["to"],
                "lead_raw": row["lead_raw"],
                "partners_raw": row["partners_raw"],
                "is_open_ended": row["open_ended"],
                "total_raw": total["raw"],
                "total": total["value"],
                "unit": total["unit"],
                "beneficiaries_raw": row.get("beneficiaries_raw", ""),
            },
            proposed=self._national_group(row),
        )
        if is_new:  # which targets a row serves is a reading that staff may change
            task.targets.set([self.targets[code] for code in row["targets"]])
        self.tasks[row["code"]] = task
        return task

    def _national_group(self, row: dict[str, Any]) -> dict[str, Any]:
        code, evidence = row["national_group"], row["national_group_evidence"]
        group = NationalTaskGroup.objects.get(programme=self.plan.programme, code=code) if code else None
        stated = Evidence.UNKNOWN if evidence in (None, PROPOSAL) else evidence
        return {"national_group": group, "national_group_evidence": stated}

    def _write_roles(self, task: Task, row: dict[str, Any]) -> None:
        leads = [(RoleKind.LEAD, {"organisation": lead}) for lead in row["leads"]]
        partners = [(RoleKind.PARTNER, partner) for partner in row["partners"]]
        for position, (kind, body) in enumerate([*leads, *partners], start=1):
            put(
                TaskRole,
                self.tally,
                find={"task": task, "position": position},
                proposed={
                    "kind": kind,
                    "organisation": self._organisation(body["organisation"])
                    if "organisation" in body
                    else None,
                    "group": self._group(body["group"]) if "group" in body else None,
                    "raw": body.get("text", ""),
                },
            )

    def _write_findings(self) -> None:
        for position, row in enumerate(self.data["findings"], start=1):
            finding = put(
                Finding,
                self.tally,
                find={"code": row["code"]},
                enacted={
                    "plan": self.plan,
                    "codes": row["codes"],
                    "source_lines": row["lines"],
                    "text": row["text"],
                    "position": position,
                },
            )
            put_links(finding, "tasks", [self.tasks[code] for code in row["tasks"]], self.tally)
            put_links(finding, "targets", [self.targets[code] for code in row["targets"]], self.tally)

    def _put(self, model: type, find: dict[str, Any], **enacted: Any) -> Any:
        return put(model, self.tally, find={"plan": self.plan, **find}, enacted=enacted)

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return Organisation.objects.in_bulk(field_name="key")

    @cached_property
    def _groups(self) -> dict[str, OrganisationGroup]:
        return OrganisationGroup.objects.in_bulk(field_name="key")

    def _organisation(self, standard: str) -> Organisation:
        own = self._organisations.get(f"{self.data['province']}/{standard}")
        return own or self._organisations[standard]

    def _group(self, key: str) -> OrganisationGroup:
        return self._groups[key]
