"""Answer the legal checklist, and take a complete dossier to its appraisal."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from support.actions.locking import locked
from support.models import Application, Check, CheckResult
from support.queries.checking import Line, against, checklist, checks_stamp, unanswered
from support.states import ApplicationState

CHECKED_IN = frozenset({ApplicationState.SUBMITTED, ApplicationState.SUPPLEMENT, ApplicationState.APPRAISAL})


@dataclass(frozen=True)
class Found:
    """What a person found on a line; an empty ``result`` takes an answer back."""

    result: str
    evidence: str = ""


@transaction.atomic
def record_checks(
    application: Application,
    *,
    found: Mapping[str, Found],
    by: User,
    seen: str,
    on: dt.date,
    now: dt.datetime,
) -> int:
    """Write what ``by`` found, by ``Line.key``; lines left as they were keep whoever checked them. Returns how many changed.

    ``seen`` is the stamp of the form. Raises RuleBroken when somebody else changed the checklist meanwhile ("stale"), when
    the application is past checking, and for a line not met without its reason.
    """
    row = locked(application)
    if row.state not in CHECKED_IN:
        raise RuleBroken(
            _("The checklist can no longer be changed: the application is in the state “%(state)s”.")
            % {"state": row.get_state_display()},
            code="moved_on",
        )
    if checks_stamp(row) != seen:
        raise RuleBroken(
            _(
                "Somebody else has changed this checklist since you opened it. What you chose is still here, what they "
                "chose stands beside it. Look at both and save again."
            ),
            code="stale",
        )
    changed = [line for line in checklist(row, on) if line.key in found and _differs(line, found[line.key])]
    for line in changed:
        _write(row, line, found[line.key], by, now)
    if changed:
        results = {line.title: found[line.key].result for line in changed}
        note_down(row, "check", by=by, results=results)
    return len(changed)


def _differs(line: Line, found: Found) -> bool:
    if line.check is None:
        return bool(found.result)
    return (line.check.result, line.check.evidence) != (found.result, found.evidence)


def _write(application: Application, line: Line, found: Found, by: User, now: dt.datetime) -> None:
    if found.result == CheckResult.NOT_MET and not found.evidence:
        raise RuleBroken(_("Say why it is not met: %(line)s.") % {"line": line.title}, code="no_reason")
    place: dict[str, Any] = {
        "application": application,
        "item": line.item,
        "kind": line.kind,
        "policy": line.policy,
    }
    if not found.result:
        Check.objects.filter(**place).delete()
        return
    facts = {
        "result": found.result,
        "evidence": found.evidence,
        "checked_at": now,
        "checked_by": by,
    }
    Check.objects.update_or_create(**place, defaults=facts)


@transaction.atomic
def start_appraisal(application: Application, *, by: User, on: dt.date, despite: str = "") -> Application:
    """Take the dossier to its appraisal. Every line must be answered.

    Lines not met stop it too, unless ``despite`` says why it goes on (mostly: to be refused in a decision). Raises
    RuleBroken that names each line.
    """
    row = locked(application)
    lines = checklist(row, on)
    if open_lines := unanswered(lines):
        raise RuleBroken(_("Not yet checked: %(lines)s.") % {"lines": _named(open_lines)}, code="unanswered")
    failed = against(lines)
    if failed and not despite:
        raise RuleBroken(
            _(
                "Not met: %(lines)s. Ask the enterprise to supply it, or say why the application goes on all the same."
            )
            % {"lines": _named(failed)},
            code="not_met",
        )
    facts = {"note": despite} if failed else {}
    return advance(row, "appraise", by=by, **facts)


def _named(lines: Iterable[Line]) -> str:
    return "; ".join(line.title for line in lines)
