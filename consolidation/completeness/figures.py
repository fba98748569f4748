"""Numbers: sentences against their sources, sums against their parts and records, parts against their whole."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import RuleBroken
from common.formatting import number
from common.vietnamese import fold
from consolidation.completeness.finding import Finding, Item, Severity, named, quoted
from consolidation.completeness.matter import ROW_MARK, Matter
from consolidation.models import Passage, PassageKind
from programmes.models import RowsRule
from reporting.queries.judge import TargetResult, below_to_date
from reporting.queries.measures import Measure, is_share
from reporting.queries.merged import Merged, check_alike
from reporting.queries.stretch import Basis

LOOK = gettext_lazy("Look at the figures behind it and have the unit put right what is wrong.")
_NUMBER = re.compile(r"(?<![\w./-])(\d{1,3}(?:[.\u00a0]\d{3})+|\d+)(?:,(\d+))?(?![\w/]|[.,]\d)")
_SUM = re.compile(r"^(?:tong( cong| so)?|cong|toan tinh)\b")
LONGEST_NUMBER = 15


def merged_figures_agree(matter: Matter) -> Iterator[Finding]:
    """A sentence of merged figures tells the sum of its sources, which may become one."""
    for passage in matter.known.placing.passages:
        summed = matter.known.sums.get(passage.pk)
        if summed is None:
            continue
        words = quoted(passage.text)
        try:
            check_alike(summed.figures)
        except RuleBroken as no:
            yield _merged(matter, passage, summed, f"{no.reason} “{words}”")
            continue
        value = summed.year.value
        if value is not None and value not in set(numbers_in(passage.text)):
            facts = {"words": words, "sum": f"{number(value)} {summed.unit}"}
            told = _("The figures behind “%(words)s” add up to %(sum)s, which the sentence does not say.")
            yield _merged(matter, passage, summed, told % facts)


def _merged(matter: Matter, passage: Passage, summed: Merged, message: str) -> Finding:
    forms = {figure.line.submission for figure in summed.figures}
    return Finding(
        Severity.ERROR, named(passage.section, "merged", passage.pk, passage.text), matter.where(passage.section),
        message, _("Merge the figures again on the board, or split the sentence."),
        matter.board(passage.section, passage),
        tuple(Item(form.organisation.name, form.get_absolute_url()) for form in sorted(forms, key=lambda f: f.pk)),
    )  # fmt: skip


def parts_are_within_their_whole(matter: Matter) -> Iterator[Finding]:
    """A part (*trong đó*) is not above the target it is part of, in the same unit."""
    results = {result.target.pk: result for result in matter.known.results.targets}
    for result in matter.known.results.current:
        whole = results.get(result.target.parent_id or 0)
        if (
            whole is None
            or is_share(result.target.unit)
            or fold(whole.target.unit) != fold(result.target.unit)
        ):
            continue
        pairs = (
            (result.year, whole.year),
            (result.estimate, whole.estimate),
            (result.cumulative, whole.cumulative),
        )
        above = next(((a.value, b.value) for a, b in pairs if _is_above(a, b)), None)
        if above:
            yield _target(
                matter, result, Severity.ERROR, f"part {above}",
                _("The part (trong đó) “%(part)s” is %(figure)s, more than the whole, %(whole)s.")
                % {"part": result.target.indicator, "figure": number(above[0]), "whole": number(above[1])},
            )  # fmt: skip


def results_agree_with_themselves(matter: Matter) -> Iterator[Finding]:
    """The estimate is not below the result to date, nor the sum of the years below the year, nor a target off its rows."""
    rows = {row.task.pk: row for row in matter.known.results.rows}
    is_yearly = matter.known.results.stretch.basis == Basis.YEARLY  # else the two are of other forms
    for result in matter.known.results.current:
        for doubt in below_to_date(result.year, result.estimate):
            yield _target(
                matter,
                result,
                Severity.WARNING,
                f"estimate {result.year.value} {result.estimate.value}",
                str(doubt),
            )
        if is_yearly and result.cumulative.is_measured and _is_above(result.year, result.cumulative):
            yield _target(
                matter, result, Severity.ERROR, f"year {result.year.value} {result.cumulative.value}",
                _("“%(target)s”: the year has %(year)s, more than all years together, %(all)s.")
                % {
                    "target": result.target.indicator, "year": number(result.year.value),
                    "all": number(result.cumulative.value),
                },
            )  # fmt: skip
        own = [rows[task.pk].cumulative for task in result.target.rows if task.pk in rows]  # type: ignore[attr-defined] # of reports_of_plans
        told = _of_rows(own, result.target.rows_rule)
        if told is not None and result.cumulative.is_measured and result.cumulative.value != told:
            yield _target(
                matter, result, Severity.WARNING, f"rows {result.cumulative.value} {told}",
                _("“%(target)s” has %(sum)s in all, its rows of the annex %(rows)s.")
                % {
                    "target": result.target.indicator, "sum": number(result.cumulative.value), "rows": number(told),
                },
            )  # fmt: skip


def _of_rows(measures: list[Measure], rule: str) -> Decimal | None:
    """What the annex rows of a target come to; None where they make no figure, or count enterprises once together."""
    values = [m.value for m in measures if m.is_measured and m.value is not None]
    if not values or len(values) < len(measures) or any(m.aside for m in measures):
        return None
    if len(values) == 1:
        return values[0]
    if not rule:
        return None
    return max(values) if rule == RowsRule.LARGEST else sum(values, Decimal(0))


def counts_agree_with_records(matter: Matter) -> Iterator[Finding]:
    """A number typed over the count of its records has a reason; with one it is told, without one it is doubted."""
    for line in (*matter.known.contents.lines, *matter.known.contents.integrated):
        for figure in line.figures.all():
            if not figure.is_typed_over:
                continue
            unit = line.submission.organisation.name
            facts = {
                "unit": unit, "figure": number(figure.to_date), "indicator": figure.indicator,
                "records": number(figure.counted), "reason": " ".join(figure.typed_reason.split()),
            }  # fmt: skip
            message = (
                _("%(unit)s reports %(figure)s for “%(indicator)s”; its records are %(records)s.") % facts
            )
            if facts["reason"]:
                message += " " + _("Its reason: %(reason)s") % facts
            yield Finding(
                Severity.NOTE if facts["reason"] else Severity.WARNING,
                named("records", figure.pk, figure.to_date, figure.counted), unit, message, LOOK,
                f"{line.submission.get_absolute_url()}#line-{line.pk}",
            )  # fmt: skip


def typed_tables_add_up(matter: Matter) -> Iterator[Finding]:
    """The row of sums of a typed table is the sum of the rows above it, column by column."""
    for passage in matter.known.placing.passages:
        if passage.kind == PassageKind.DERIVED:
            continue
        for column, said, summed in wrong_sums(passage.text):
            yield Finding(
                Severity.WARNING, named(passage.section, "sum", column, said, summed), matter.where(passage.section),
                _("In the table the sum of “%(column)s” is %(said)s; the rows above it add up to %(sum)s.")
                % {"column": column, "said": number(said), "sum": number(summed)},
                _("Put the table right, or say why its rows do not make the sum."), matter.board(passage.section, passage),
            )  # fmt: skip


def wrong_sums(text: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield (column, sum as typed, sum of the rows above) where a typed table's sum is not that of its rows."""
    table: list[list[str]] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        if line.startswith(ROW_MARK) and line.endswith(ROW_MARK) and len(line) > 1:
            table.append([cell.strip() for cell in line.strip(ROW_MARK).split(ROW_MARK)])
        elif table:
            yield from _wrong_sums(table)
            table = []


def _wrong_sums(table: list[list[str]]) -> Iterator[tuple[str, Decimal, Decimal]]:
    head, *rows = table
    for at, row in enumerate(rows):
        if not any(_SUM.match(fold(cell)) for cell in row[:2]) or at < 2:  # noqa: PLR2004 - one row needs no sum
            continue
        for place, title in enumerate(head):
            said = _value(row, place)
            above = [_value(other, place) for other in rows[:at]]
            if place == 0 or said is None or None in above or "%" in row[place]:
                continue
            summed = sum((value for value in above if value is not None), Decimal(0))
            if summed != said:
                yield title, said, summed
        return


def _value(row: list[str], place: int) -> Decimal | None:
    """A cell that is a number and nothing else; a dash is none."""
    text = row[place] if place < len(row) else ""
    if text in ("-", "–"):
        return Decimal(0)
    found = _NUMBER.fullmatch(text)
    return _decimal(found) if found else None


def numbers_in(text: str) -> Iterator[Decimal]:
    """Yield the numbers of a Vietnamese text: 1.234,5 and 3000 and 05."""
    for found in _NUMBER.finditer(text):
        value = _decimal(found)
        if value is not None:
            yield value


def _decimal(found: re.Match[str]) -> Decimal | None:
    digits = re.sub(r"\D", "", found[1])
    if len(digits) > LONGEST_NUMBER:
        return None
    try:
        return Decimal(f"{digits}.{found[2] or 0}")
    except InvalidOperation:
        return None


def _is_above(part: Measure, whole: Measure) -> bool:
    return part.value is not None and whole.value is not None and part.value > whole.value


def _target(matter: Matter, result: TargetResult, severity: Severity, seen: str, message: str) -> Finding:
    """A finding about a target; ``seen`` are the values in question, whatever the reader's language."""
    units = {f.line.submission.organisation.name: f.line.submission for f in result.cumulative.figures}
    return Finding(
        severity, named("target", result.target.pk, seen), result.target.indicator, message, LOOK,
        matter.figures_page, tuple(Item(name, form.get_absolute_url()) for name, form in units.items()),
    )  # fmt: skip
