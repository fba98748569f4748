"""Put a file of evidence beside a line or a figure, and take it away again."""

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import forget_files, take_back
from reporting.actions.editing import locked_for_entry, records_changed
from reporting.models import Activity, EvidenceFile, Figure, SubmissionLine

ADD, REMOVE = "add_evidence", "remove_evidence"


def add_evidence(
    line: SubmissionLine,
    *,
    file: UploadedFile,
    name: str,
    suffix: str,
    content_type: str,
    sha256: str,
    by: User,
    on: dt.date,
    figure: Figure | None = None,
    activity: Activity | None = None,
) -> EvidenceFile:
    """Keep ``file`` (already looked at) as evidence of ``line``, of one figure or of one activity of it.

    The file goes into the store first and its row follows; if the row is refused the file goes again, so that there
    is never a file nobody knows of. RuleBroken: not permitted; ``closed``; ``twice`` when the line has this very file;
    ``full`` when the form has as many as it may; ``stale`` when what it proves is gone.
    """
    evidence = EvidenceFile(
        line=line,
        figure=figure,
        activity=activity,
        name=name,
        content_type=content_type,
        size=file.size or 0,
        sha256=sha256,
        added_by=by,
    )
    evidence.file.save(f"{uuid4().hex}{suffix}", file, save=False)
    try:
        with transaction.atomic():
            row = locked_for_entry(line.submission, by=by, on=on, line=line.pk)
            _check_place(evidence)
            _check_room(evidence)
            evidence.save(force_insert=True)
            records_changed(row, ADD, by=by, line=line.pk, file=name, sha256=sha256)
    except BaseException as fault:
        take_back(fault, evidence.file.name)
        if isinstance(fault, IntegrityError):
            raise _twice(evidence) from fault
        raise
    return evidence


@transaction.atomic
def remove_evidence(evidence: EvidenceFile, *, by: User, on: dt.date) -> None:
    """Take the file away; it is deleted from the store once that is certain. RuleBroken: not permitted; ``closed``."""
    row = locked_for_entry(evidence.line.submission, by=by, on=on, line=evidence.line_id)
    still_there = EvidenceFile.objects.filter(pk=evidence.pk)
    if not still_there.exists():
        return  # a second click
    forget_files(still_there)
    still_there.delete()
    records_changed(row, REMOVE, by=by, line=evidence.line_id, file=evidence.name, sha256=evidence.sha256)


def _check_place(evidence: EvidenceFile) -> None:
    """Under the lock of the form: the figure or activity it proves is still on the line."""
    for place in (evidence.figure, evidence.activity):
        if (
            place is not None
            and not type(place)._base_manager.filter(pk=place.pk, line=evidence.line).exists()
        ):
            raise RuleBroken(
                _("Nothing was saved: a row of this form no longer exists. Open the form again."),
                code="stale",
            )


def _check_room(evidence: EvidenceFile) -> None:
    """Under the lock of the form: the same file once per line, and not too many in all."""
    files = EvidenceFile.objects.filter(line__submission=evidence.line.submission_id)
    if files.filter(line=evidence.line, sha256=evidence.sha256).exists():
        raise _twice(evidence)
    if files.count() >= settings.EVIDENCE_MOST_FILES:
        raise RuleBroken(
            _("This form has %(most)s files already, which is as many as it may have. Remove one first.")
            % {"most": settings.EVIDENCE_MOST_FILES},
            code="full",
        )


def _twice(evidence: EvidenceFile) -> RuleBroken:
    there = EvidenceFile.objects.filter(line=evidence.line, sha256=evidence.sha256).first()
    return RuleBroken(
        _("This very file is here already, as “%(name)s”. It was not added again.")
        % {"name": there.name if there else evidence.name},
        code="twice",
    )
