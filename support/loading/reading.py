"""The files of support contents: their shape, what they refer to, and whether they quote what stands in the source."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from enterprises.models import EnterpriseKind
from organisations.loading.problems import LoadRefused, Problem, Report, read_file
from organisations.loading.shapes import choice, counted, flag, lines, maybe, record, rows, text, whole
from programmes.loading.source import DATA as PLANS
from programmes.loading.source import SourceText
from support.models import OutcomeKind

DATA = Path(__file__).resolve().parent.parent / "data"

QUOTED = record(text=text, lines=lines)
CONTENT = record(
    code=text, short=text, text=text, lines=lines, task=maybe(text), kin=maybe(text),
    kinds=rows(choice(EnterpriseKind.values)), needs_sme=flag, whom=maybe(QUOTED),
    targets=rows(record(code=text, kind=choice(OutcomeKind.values)), key="code"),
)  # fmt: skip
FILE = record(plan=text, expect=record(contents=whole), contents=rows(CONTENT, key="code"))


def read_contents(folder: Path = DATA, plans: Path = PLANS) -> list[dict[str, Any]]:
    """Read and check every file of contents against the plan files. Raises LoadRefused with all faults of all files."""
    problems: list[Problem] = []
    read = [
        _read(path, plans, Report(path.name, problems))
        for path in sorted((folder / "contents").glob("*.yaml"))
    ]
    if not read:
        Report("contents", problems).say("", _("There is no file of contents here."))
    if problems:
        raise LoadRefused(problems)
    return [data for data in read if data is not None]


def quotations(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every (place in the file, quoted text, cited lines) of a file whose shape has been checked."""
    for row in data["contents"]:
        place = f"contents[{row['code']}]"
        yield f"{place}.text", row["text"], row["lines"]
        if row["whom"]:
            yield f"{place}.whom", row["whom"]["text"], row["whom"]["lines"]


def _read(path: Path, plans: Path, report: Report) -> dict[str, Any] | None:
    data = read_file(path, report)
    if data is None:
        return None
    FILE(data, "", report)
    if not report.is_clean:
        return None
    counted(report, data["expect"], {"contents": len(data["contents"])})
    if data["plan"] != path.stem:
        report.say("plan", _("The key is not the name of the file."))
    unread: list[Problem] = []
    plan = read_file(plans / "plans" / f"{data['plan']}.yaml", Report(path.name, unread))
    if unread or plan is None:
        report.say("plan", _("There is no plan “%(key)s”.") % {"key": data["plan"]})
        return None
    _check_references(data, plan, report)
    _check_quotations(data, SourceText.read(plans / plan["source"]["text"]), report)
    return data


def _check_references(data: dict[str, Any], plan: dict[str, Any], report: Report) -> None:
    tasks, targets = ({row["code"] for row in plan[name]} for name in ("tasks", "targets"))
    for row in data["contents"]:
        place = f"contents[{row['code']}]"
        _known(f"{place}.task", [row["task"]] if row["task"] else [], tasks, report)
        _known(f"{place}.targets", [one["code"] for one in row["targets"]], targets, report)


def _known(place: str, names: Iterable[str], known: set[str], report: Report) -> None:
    for name in names:
        if name not in known:
            report.say(place, _("“%(name)s” is not known.") % {"name": name})


def _check_quotations(data: dict[str, Any], source: SourceText, report: Report) -> None:
    for place, words, cited in quotations(data):
        told = {"words": words[:60], "lines": cited}
        try:
            if not source.holds(words, cited):
                report.say(place, _("“%(words)s” does not stand on line %(lines)s of the source.") % told)
        except ValueError:
            report.say(place, _("The source has no line %(lines)s.") % told)
