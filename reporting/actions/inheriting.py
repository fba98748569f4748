"""Bring the rows of a former unit's form into its successor's: lines merge, everything that hangs on them moves."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.stored import forget_files
from organisations.models import Organisation
from reporting.actions.merging import Said, Told, both_said, both_told, joined, stronger
from reporting.models import (
    Activity,
    CertifiedExpert,
    EvidenceFile,
    Figure,
    Precision,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.measures import is_share


@dataclass(frozen=True)
class Inherited:
    """A line as it now stands in the successor's form, whether it merged, and what only the journal keeps."""

    line: SubmissionLine
    merged: bool
    left_out: str = ""


def take_over(
    line: SubmissionLine, target: Submission, *, former: Organisation, role: str, position: int
) -> Inherited:
    """Move ``line`` of ``former`` into ``target``, or merge it with the line about the same thing there."""
    there = target.lines.filter(attribution=line.attribution, task=line.task_id)
    if line.task_id is None:
        there = there.filter(national_group=line.national_group_id, heading=line.heading)
    mine = there.exclude(pk=line.pk).first()
    if mine is not None:
        return Inherited(mine, merged=True, left_out=merge_lines(mine, line, former=former, role=role))
    line.submission = target
    line.inherited_from = line.inherited_from or former
    line.role = stronger(line.role, role)
    line.position = position
    line.save()
    return Inherited(line, merged=False)


def merge_lines(mine: SubmissionLine, theirs: SubmissionLine, *, former: Organisation, role: str) -> str:
    """Bring ``theirs`` into ``mine`` and remove it, empty; returns what of it only the journal keeps."""
    own_name = mine.inherited_from.name if mine.inherited_from else ""
    said, left_out = both_said(_said(mine, own_name), _said(theirs, former.name))
    for figure in theirs.figures.with_counts():
        _take_figure(figure, mine, former)
    _take_records(mine, theirs)
    mine.narrative, mine.is_nil, mine.nil_reason = said.text, said.nil is not None, said.nil or ""
    mine.role = stronger(mine.role, theirs.role, role)
    mine.inherited_from = mine.inherited_from or former
    mine.save()
    reasons = [part.reason for part in theirs.returned_parts.all()]
    theirs.delete()
    return joined(left_out, *reasons)


def _said(line: SubmissionLine, unit: str) -> Said:
    return Said(unit, line.narrative, line.nil_reason if line.is_nil else None, has_results(line))


def has_results(line: SubmissionLine) -> bool:
    """Whether a figure (0 is one), a record or a file stands on the line."""
    figures = line.figures.all()
    return (
        any(f.is_own or f.to_date is not None or f.estimate is not None for f in figures)
        or line.activities.exists()
        or line.experts.exists()
        or line.evidence_files.exists()
        or SupportedEnterprise.objects.filter(figure__line=line).exists()
    )


def _take_figure(theirs: Figure, line: SubmissionLine, former: Organisation) -> None:
    """Add a figure to the one that counts the same, else move it; two percentages stay two."""
    mine = None
    if not theirs.is_own:
        same = {"target": theirs.target_id} if theirs.target_id else {"indicator": theirs.indicator}
        mine = line.figures.with_counts().filter(is_own=False, unit=theirs.unit, **same).first()
    if mine is None:
        _move_figure(theirs, line)
    elif is_share(theirs.unit) and mine.value is not None and theirs.value is not None:
        theirs.indicator = f"{theirs.indicator} ({former.name})"[
            : Figure._meta.get_field("indicator").max_length
        ]
        theirs.is_own, theirs.target = True, None
        _move_figure(theirs, line)
    else:
        _add_figure(mine, theirs, former)


def _move_figure(figure: Figure, line: SubmissionLine) -> None:
    """Records of a line stand behind one figure only, so a second figure of the same records keeps its number typed."""
    rivals = line.figures.exclude(pk=figure.pk).exclude(counted_as="")
    if figure.counted_as and rivals.filter(
        counted_as=figure.counted_as, activity_kind=figure.activity_kind
    ).exclude(counted_as="enterprises"):
        figure.to_date = figure.value
        figure.counted_as = figure.activity_kind = ""
    last = line.figures.order_by("-position").values_list("position", flat=True).first()
    figure.position = figure.position if last is None else last + 1
    figure.line = line
    figure.save()
    files = set(
        line.evidence_files.values_list("sha256", flat=True)
    )  # a twin goes with its line, see _take_records
    EvidenceFile.objects.filter(figure=figure).exclude(line=line).exclude(sha256__in=files).update(line=line)


def _add_figure(mine: Figure, theirs: Figure, former: Organisation) -> None:
    told = both_told(_told(mine), _told(theirs))
    mine.to_date, mine.estimate, mine.typed_reason = told.to_date, told.estimate, told.reason
    if not mine.counted_as:
        mine.counted_as, mine.activity_kind = theirs.counted_as, theirs.activity_kind
    if mine.counted_as and mine.to_date is not None and not mine.typed_reason:
        mine.typed_reason = _("The part of %(unit)s was added.") % {"unit": former.name}
    if theirs.precision == Precision.NEARLY:
        mine.precision = Precision.NEARLY
    mine.save()
    known = {(s.enterprise_id, s.content_folded): s for s in mine.supported.all()}
    for supported in theirs.supported.all():
        twin = known.get((supported.enterprise_id, supported.content_folded))
        if twin is None:
            supported.figure = mine
            supported.save()
            continue
        twin.product = _once(twin.product, supported.product, "; ")[:300]
        twin.note = _once(twin.note, supported.note, "\n\n")
        twin.save()
    EvidenceFile.objects.filter(figure=theirs).update(figure=mine)
    theirs.delete()


def _told(figure: Figure) -> Told:
    counted = figure.counted  # annotated by with_counts
    return Told(figure.to_date, figure.estimate, counted, figure.typed_reason)


def _once(mine: str, theirs: str, between: str) -> str:
    return mine if theirs in mine else between.join(part for part in (mine, theirs) if part)


def _take_records(mine: SubmissionLine, theirs: SubmissionLine) -> None:
    """Activities, experts and files; the same person with the same certificate and the same file stand there once."""
    Activity.objects.filter(line=theirs).update(line=mine)
    people = set(mine.experts.values_list("folded", "certificate"))
    for expert in theirs.experts.all():
        if (expert.folded, expert.certificate) not in people:
            CertifiedExpert.objects.filter(pk=expert.pk).update(line=mine)
    files = set(mine.evidence_files.values_list("sha256", flat=True))
    EvidenceFile.objects.filter(line=theirs).exclude(sha256__in=files).update(line=mine)
    forget_files(EvidenceFile.objects.filter(line=theirs))  # twins, which go with their line
