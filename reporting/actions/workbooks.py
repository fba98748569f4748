"""Keep a workbook a unit sent up, and take it over once the unit has confirmed what it changes."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import take_back
from journal.actions import note_down
from reporting.actions.content import Content
from reporting.actions.editing import MOVED
from reporting.actions.entry import save_content
from reporting.actions.record_rows import RecordEntry
from reporting.actions.records import write_records
from reporting.models import Submission, WorkbookUpload

TAKEN_OVER = "workbook"
SENT_UP = "send_workbook"
NAME = 200  # characters


def keep_upload(
    submission: Submission, *, content: bytes, name: str, sha256: str, dry_run: dict[str, Any], by: User
) -> WorkbookUpload:
    """Keep the original as it came, with what the dry run found (``problems`` and ``changes``). Nothing else changes.

    File and row are kept both or neither. RuleBroken (``moved``) where the form went to another unit meanwhile.
    """
    upload = WorkbookUpload(
        submission=submission,
        name=f"{name.removesuffix('.xlsx')[-NAME + 5 :]}.xlsx",  # what it is, whatever the sender called it
        size=len(content),
        sha256=sha256,
        base_version=submission.version,
        uploaded_by=by,
        **dry_run,
    )
    upload.file.save(f"{uuid4().hex}.xlsx", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            _locked(submission.pk)
            upload.save()
            note_down(submission, SENT_UP, by=by, upload=upload.pk, sha256=sha256)
    except BaseException as fault:
        take_back(fault, upload.file.name)
        raise
    return upload


def _locked(pk: int) -> Submission:
    """The form, held until the end; RuleBroken where it is gone, for another unit took it over."""
    row = Submission.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise RuleBroken(MOVED, code="moved")
    return row


@transaction.atomic
def take_over(
    upload: WorkbookUpload,
    *,
    content: Content,
    records: Sequence[RecordEntry],
    edition: str,
    by: User,
    on: dt.date,
) -> WorkbookUpload:
    """Write what the workbook says, form and records together or nothing; a second click finds it done.

    ``edition`` is what the workbook was downloaded from. Raises RuleBroken: ``stale`` where the form or its records
    changed since then, and whatever ``save_content`` and ``write_records`` refuse.
    """
    row = _locked(upload.submission_id)
    upload = WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.confirmed_at is not None:
        return upload
    if row.edition != edition:
        raise RuleBroken(
            _(
                "Nothing was taken over: the form was changed in the portal meanwhile. Download the workbook again and "
                "copy your entries into it; this file is kept."
            ),
            code="stale",
        )
    save_content(row, content=content, version=row.version, by=by, on=on, digest=upload.sha256)
    if records:
        write_records(row, records=records, by=by, on=on)
    upload.confirmed_at, upload.confirmed_by = timezone.now(), by
    upload.save(update_fields=["confirmed_at", "confirmed_by"])
    note_down(row, TAKEN_OVER, by=by, upload=upload.pk, sha256=upload.sha256, changes=len(upload.changes))
    return upload
