"""Contradictions in a plan file whose shape is right: one question per function, listed once at the end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisations.loading.directory import Directory
from programmes.expressions import Expression, Operator, child_within_parent
from programmes.loading.quotations import quotations
from programmes.loading.source import SourceText
from programmes.models import TaskKind

Faults = Iterator[tuple[str, str]]  # place in the file, what is wrong
Plan = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What a plan file may refer to."""

    directory: Directory
    national: dict[str, Any]
    source: SourceText

    def key_of(self, plan: Plan, standard: str) -> str:
        """The organisation a plan means by DOST, DOF …: its province's, or the national body of that name."""
        own = f"{plan['province']}/{standard}"
        return standard if own not in self.directory.keys and standard in self.directory.keys else own


def the_plan_belongs_somewhere(plan: Plan, around: Surroundings) -> Faults:
    """Province and programme exist."""
    if plan["province"] not in around.directory.slugs:
        yield "province", _("There is no province “%(slug)s”.") % {"slug": plan["province"]}
    if plan["programme"] not in {row["key"] for row in around.national["programmes"]}:
        yield "programme", _("There is no programme “%(key)s”.") % {"key": plan["programme"]}


def documents_agree_with_themselves(plan: Plan, around: Surroundings) -> Faults:
    """Issuer known, number and dates without contradiction."""
    for name in ("document", "report_document"):
        document = plan.get(name)
        if document is None:
            continue
        yield from _known(f"{name}.issuer", [document["issuer"]], around.directory.keys)
        if document["number"] is not None and str(document["number"]) not in document["number_raw"]:
            yield f"{name}.number", _("The number is not the one in number_raw.")
        issued = document["issued_on"]
        if issued and (issued.year, issued.month) != (document["issued_year"], document["issued_month"]):
            yield f"{name}.issued_on", _("The day is not in the stated year and month.")
    for number, basis in enumerate(plan["bases"], start=1):
        yield from _known(f"bases[{number}].issuer", [basis["issuer"]], around.directory.keys)


def phases_lie_in_the_period(plan: Plan, _around: Surroundings) -> Faults:
    """The period runs forward and holds its phases."""
    start, end = plan["period"]["from"], plan["period"]["to"]
    if end < start:
        yield "period", _("It ends before it begins.")
    for phase in plan["phases"]:
        if not start <= phase["from"] <= phase["to"] <= end:
            yield f"phases[{phase['code']}]", _("The phase does not lie in the period of the plan.")


def references_lead_somewhere(plan: Plan, around: Surroundings) -> Faults:
    """Codes that rows name exist."""
    groups, phases, targets, tasks = (
        {row["code"] for row in plan[name]} for name in ("groups", "phases", "targets", "tasks")
    )
    national = {row["code"] for one in around.national["programmes"] for row in one["task_groups"]}
    kinds = {row["code"] for row in around.national["finding_codes"]}
    families = {row["code"] for row in around.national["indicator_families"]}
    for task in plan["tasks"]:
        place = f"tasks[{task['code']}]"
        yield from _known(f"{place}.group", [task["group"]], groups)
        yield from _known(f"{place}.national_group", [task["national_group"]], national)
        yield from _known(f"{place}.targets", task["targets"], targets)
    for target in plan["targets"]:
        place = f"targets[{target['code']}]"
        relation = target["relation"] or {}
        yield from _known(f"{place}.phase", [target["phase"]], phases)
        yield from _known(f"{place}.family", [target["family"]], families)
        yield from _known(f"{place}.parent", [target["parent"]], targets - {target["code"]})
        yield from _known(
            f"{place}.relation.base_target", [relation.get("base_target")], targets - {target["code"]}
        )
        yield from _known(f"{place}.relation.base_phase", [relation.get("base_phase")], phases)
    for finding in plan["findings"]:
        place = f"findings[{finding['code']}]"
        yield from _known(f"{place}.codes", finding["codes"], kinds)
        yield from _known(f"{place}.tasks", finding["tasks"], tasks)
        yield from _known(f"{place}.targets", finding["targets"], targets)


def organisations_are_known_and_named(plan: Plan, around: Surroundings) -> Faults:
    """Leads and partners exist, and the cited lines name them by a known name."""
    for task in plan["tasks"]:
        place = f"tasks[{task['code']}]"
        for lead in task["leads"]:
            yield from _named(f"{place}.leads", around.key_of(plan, lead), task["roles_lines"], around)
        for partner in task["partners"]:
            if len(partner) != 1:
                yield f"{place}.partners", _("A partner is one organisation, one group, or words.")
            elif "organisation" in partner:
                yield from _named(
                    f"{place}.partners",
                    around.key_of(plan, partner["organisation"]),
                    task["roles_lines"],
                    around,
                )
            elif "group" in partner:
                yield from _named(f"{place}.partners", partner["group"], task["roles_lines"], around)
    for number, duty in enumerate(plan["duties"], start=1):
        place = f"duties[{number}]"
        standards = [duty["organisation"], *duty["to"]]
        yield from _known(
            place, [around.key_of(plan, one) for one in standards if one], around.directory.keys
        )
        yield from _known(f"{place}.groups", duty["groups"], around.directory.groups)


def totals_are_the_sum_of_their_years(plan: Plan, _around: Surroundings) -> Faults:
    """A stated total equals its years; years lie in the period; blank, dash and figure are told apart."""
    for task in plan["tasks"]:
        place = f"tasks[{task['code']}]"
        if task["kind"] != TaskKind.ANNEX_ROW:
            if "years" in task or "total" in task:
                yield place, _("Only an annex row has yearly figures.")
            continue
        if "years" not in task or "total" not in task or "beneficiaries_raw" not in task:
            yield place, _("An annex row needs its total, its years and its list.")
            continue
        total, stated = sum(cell["value"] or 0 for cell in task["years"].values()), task["total"]["value"]
        if stated is not None and stated != total:
            yield (
                f"{place}.total",
                _("The total %(total)s is not the sum of the years, %(sum)s.")
                % {"total": stated, "sum": total},
            )
        for year, cell in task["years"].items():
            if not plan["period"]["from"] <= year <= plan["period"]["to"]:
                yield f"{place}.years.{year}", _("The year does not lie in the period of the plan.")
            if cell["value"] != _as_written(cell["raw"]):
                yield (
                    f"{place}.years.{year}",
                    _("The value is not what the cell “%(raw)s” says.") % {"raw": cell["raw"]},
                )


def cells_stand_in_their_row(plan: Plan, around: Surroundings) -> Faults:
    """The cells of an annex row are those of the source line, in their order: list, total, years."""
    for task in plan["tasks"]:
        if task["kind"] != TaskKind.ANNEX_ROW or "years" not in task or "total" not in task:
            continue
        cells = [cell["raw"] for _year, cell in sorted(task["years"].items())]
        wanted = [task.get("beneficiaries_raw", ""), task["total"]["raw"], *cells]
        try:
            row = around.source.at(task["lines"])[0].split("\t")
        except ValueError:
            continue  # told by the check of quotations
        if row[-len(wanted) :] != wanted:
            yield (
                f"tasks[{task['code']}]",
                _("The cells are not those of line %(lines)s of the source.") % {"lines": task["lines"]},
            )


def targets_make_sense(plan: Plan, _around: Surroundings) -> Faults:
    """Figures fit the operator and the words; a part is not more than its whole in the same unit."""
    expressions = {}
    for target in plan["targets"]:
        place = f"targets[{target['code']}]"
        try:
            expressions[target["code"]] = expression_of(target)
        except ValidationError as fault:
            yield place, " ".join(fault.messages)
        figures = [target[name] for name in ("value", "low", "high") if name in target]
        if figures != _figures_in(target["value_raw"]):
            yield (
                f"{place}.value_raw",
                _("The figures are not those of “%(raw)s”.") % {"raw": target["value_raw"]},
            )
        if (target["operator"] == Operator.INCREASE_AT_LEAST_PERCENT) != bool(
            (target["relation"] or {}).get("base_target")
        ):
            yield (
                f"{place}.relation",
                _("An increase names the target it is compared with, and only an increase does."),
            )
    for target in plan["targets"]:
        part, whole = expressions.get(target["code"]), expressions.get(target["parent"])
        if part and whole and child_within_parent(part, whole) is False:
            yield (
                f"targets[{target['code']}].value",
                _("A part cannot be more than its whole, %(parent)s.") % {"parent": target["parent"]},
            )


def quotations_stand_on_their_lines(plan: Plan, around: Surroundings) -> Faults:
    """Everything verbatim is in the source, where it says."""
    for place, words, lines in quotations(plan):
        try:
            if not around.source.holds(words, lines):
                yield (
                    place,
                    _("“%(words)s” does not stand on line %(lines)s of the source.")
                    % {"words": words[:60], "lines": lines},
                )
        except ValueError:
            yield place, _("The source has no line %(lines)s.") % {"lines": lines}
    for finding in plan["findings"]:
        try:
            around.source.at(finding["lines"])
        except ValueError:
            yield (
                f"findings[{finding['code']}].lines",
                _("The source has no line %(lines)s.") % {"lines": finding["lines"]},
            )


CHECKS = (
    the_plan_belongs_somewhere,
    documents_agree_with_themselves,
    phases_lie_in_the_period,
    references_lead_somewhere,
    organisations_are_known_and_named,
    totals_are_the_sum_of_their_years,
    cells_stand_in_their_row,
    targets_make_sense,
    quotations_stand_on_their_lines,
)


def expression_of(target: dict[str, Any]) -> Expression:
    """A target of the file as an expression. ValidationError where its parts do not fit together."""
    value, low, high = (
        Decimal(str(target[name])) if name in target else None for name in ("value", "low", "high")
    )
    return Expression(
        operator=Operator(target["operator"]),
        unit=target["unit"],
        striving=target["striving"],
        value=value,
        low=low,
        high=high,
    )


def _known(place: str, names: Iterable[str | None], known: Iterable[str]) -> Faults:
    for name in names:
        if name is not None and name not in known:
            yield place, _("“%(name)s” is not known.") % {"name": name}


def _named(place: str, key: str, lines: str, around: Surroundings) -> Faults:
    if key not in around.directory.keys | around.directory.groups:
        yield place, _("“%(name)s” is not known.") % {"name": key}
        return
    try:
        if not any(around.source.names(name, lines) for name in around.directory.names_of(key)):
            yield (
                place,
                _("Line %(lines)s names %(key)s by none of its known names.") % {"lines": lines, "key": key},
            )
    except ValueError:
        yield place, _("The source has no line %(lines)s.") % {"lines": lines}


def _as_written(raw: str) -> int | None:
    """The figure of a table cell: blank is None (not stated), a dash is 0 (none), otherwise its digits."""
    if raw.strip() == "":
        return None
    digits = re.match(r"\d+", raw.strip())
    return int(digits.group()) if digits else 0 if raw.strip() == "-" else None


def _figures_in(raw: str) -> list[int]:
    return [int(digits.replace(".", "")) for digits in re.findall(r"\d+(?:\.\d{3})*", raw)]
