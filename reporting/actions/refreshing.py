"""New holders of roles get their forms, and forms the lines that came later; nothing is ever taken away."""

import datetime as dt

from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.queries import fates
from reporting.actions.generation import add_lines, generate, owed_figures
from reporting.actions.merging import stronger
from reporting.actions.opening import tell_opened
from reporting.actions.parts import open_also
from reporting.actions.succession import lock_forms
from reporting.models import Figure, Part, PeriodKind, ReportingPeriod, Submission, SubmissionLine
from reporting.queries.obligations import LineKey, Obligation, OwedLine, line_key, obligations
from reporting.queries.succession import is_owed_line
from reporting.states import SubmissionState

GROWING = frozenset({SubmissionState.NOT_STARTED, SubmissionState.DRAFT})
REFRESH = "refresh_obligations"


@transaction.atomic
def refresh_obligations(period: ReportingPeriod, *, on: dt.date, by: User | None) -> list[Submission]:
    """Give units that came to hold a role since ``period`` was opened their form or the lines missing in it.

    Roles are read as they stand on the day the forms are due, as at the opening; after that day nobody owes more.
    A line that a former unit's form still carries or has filed is not asked for again. Forms with their leader or
    with DOST are left alone until they come back. Returns the forms that are new or grew. RuleBroken as for moving.
    """
    if by is not None and not by.has_perm("reporting.open_reportingperiod", period):
        raise RuleBroken(_("Only the DOST of the plan's province gives out forms."), code="not_permitted")
    if period.kind == PeriodKind.AD_HOC or on > period.due_on:
        return []
    owed = obligations(period.plan, period.year, period.due_on, since=period.covers_from)
    if not _missing(period, owed, _forms(period)):
        return []
    lock_forms(period)
    forms = _forms(period)
    grown = []
    for unit, lines in _missing(period, owed, forms):
        form = forms.get(unit.organisation.pk)
        if form is None:
            form = generate(period, [Obligation(unit.organisation, lines)])[0]
        else:
            _grow(form, lines)
        note_down(form, REFRESH, by=by, lines=len(lines))
        grown.append(form)
    tell_opened(period, by=by, units=[form.organisation_id for form in grown])
    return grown


def _forms(period: ReportingPeriod) -> dict[int, Submission]:
    """Unit → its form with lines and figures."""
    lines = SubmissionLine.objects.select_related("task").prefetch_related("figures")
    forms = period.submissions.select_related("organisation").prefetch_related(Prefetch("lines", lines))
    return {form.organisation_id: form for form in forms}


def _missing(
    period: ReportingPeriod, owed: list[Obligation], forms: dict[int, Submission]
) -> list[tuple[Obligation, list[OwedLine]]]:
    """The units with what they lack: whole lines, or figures of a line; what a former unit's form covers left out."""
    covered: set[tuple[int, LineKey]] = set()
    known = fates([form.organisation for form in forms.values()], period.due_on)
    for pk, form in forms.items():
        for heir in known[pk].now:
            if heir.pk != pk:
                covered.update((heir.pk, line_key(line)) for line in form.lines.all())
    found = []
    for unit in owed:
        pk, here = unit.organisation.pk, forms.get(unit.organisation.pk)
        if here is not None and here.state not in GROWING:
            continue
        there = {line_key(line): line for line in here.lines.all() if is_owed_line(line)} if here else {}
        lacking = [
            line
            for line in unit.lines
            if (pk, line_key(line)) not in covered
            and (line_key(line) not in there or _lacks_figures(there[line_key(line)], line))
        ]
        if lacking:
            found.append((unit, lacking))
    return found


def _lacks_figures(line: SubmissionLine, owed: OwedLine) -> bool:
    return not {f.target.pk for f in owed.figures} <= {f.target_id for f in line.figures.all()}


def _grow(form: Submission, lines: list[OwedLine]) -> None:
    """Add the lines and figures at the end; the version grows, so that an open page says so before it is saved."""
    there = {line_key(line): line for line in form.lines.all() if is_owed_line(line)}
    at = (form.lines.aggregate(last=Max("position"))["last"] or 0) + 1
    arrived = add_lines((form, line, at + n) for n, line in enumerate(lines) if line_key(line) not in there)
    for owed in lines:
        line = there.get(line_key(owed))
        if line is not None:
            beside = list(line.figures.all())
            known = {figure.target_id for figure in beside}
            new = [figure for figure in owed.figures if figure.target.pk not in known]
            Figure.objects.bulk_create(owed_figures(line, new, beside))
            line.role = stronger(line.role, owed.role)
            line.save(update_fields=["role"])
            arrived.append(line)
    open_also(form, [(Part.LINE, line) for line in arrived], reason=_("Newly asked of your unit."))
    form.version += 1
    form.save(update_fields=["version"])
