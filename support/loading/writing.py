"""Writing support contents. Everything has been checked before; nothing here asks whether the data are right."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from journal.actions import note_down
from organisations.loading.problems import LoadRefused, Problem
from organisations.loading.rows import Tally, put
from programmes.loading.library import ONE_AT_A_TIME
from programmes.models import Plan
from support.models import ContentTarget, SupportContent


def write_contents(files: list[dict[str, Any]]) -> Tally:
    """Write the contents of every file in one transaction and say what became of the rows.

    The enacted words are brought to what the files say. What the portal reads from them (short name, task, kin, for
    whom, targets) is only where a content starts from: DOST may change it, and then theirs stays. Raises LoadRefused
    where a plan has not been loaded.
    """
    tally = Tally()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        plans = Plan.objects.in_bulk([data["plan"] for data in files], field_name="key")
        if lacking := [data["plan"] for data in files if data["plan"] not in plans]:
            message = _("The plan is not in the database yet; load the plans first.")
            raise LoadRefused([Problem(f"{key}.yaml", "plan", message) for key in lacking])
        for data in files:
            own = Tally()
            _write_plan(plans[data["plan"]], data["contents"], own)
            if own.has_changed:
                plan = plans[data["plan"]]
                note_down(plan, "loaded", by=None, created=dict(own.created), updated=dict(own.updated))
            tally.add(own)
    return tally


def _write_plan(plan: Plan, contents: list[dict[str, Any]], tally: Tally) -> None:
    tasks = {task.code: task for task in plan.tasks.all()}
    targets = {target.code: target for target in plan.targets.all()}
    for position, row in enumerate(contents, start=1):
        whom = row["whom"] or {"text": "", "lines": ""}
        content = put(
            SupportContent,
            tally,
            find={"plan": plan, "code": row["code"]},
            enacted={
                "text": row["text"],
                "source_lines": row["lines"],
                "position": position,
                "whom": whom["text"],
                "whom_lines": whom["lines"],
            },
            proposed={
                "short": row["short"],
                "task": tasks[row["task"]] if row["task"] else None,
                "kin": row["kin"] or f"{plan.key}-{row['code']}".lower(),
                "kinds": row["kinds"],
                "needs_sme": row["needs_sme"],
            },
        )
        if (SupportContent.__name__, content.pk) in tally.new:  # a proposal DOST took away does not come back
            for one in row["targets"]:
                find = {"content": content, "target": targets[one["code"]]}
                put(ContentTarget, tally, find=find, proposed={"kind": one["kind"]})
