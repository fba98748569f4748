"""Keep a workbook of enterprises, confirm it, and write its rows piece by piece, each piece whole or not at all."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import take_back
from common.vietnamese import fold, sort_key
from enterprises.models import Enterprise, EnterpriseKind, RegisterUpload
from enterprises.models.enterprise import LONGEST_FOLDED, LONGEST_ORDER
from enterprises.queries.comparing import Compared, Said, compare
from enterprises.queries.masking import masked
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down, note_down_each
from organisations.models import Province

JUDGE, WRITE = "enterprises.judge_upload", "enterprises.write_upload"
NAME = 200  # characters
AT_ONCE = 1_000  # rows of one transaction
HOUSEHOLD_CODE = 12  # digits
WRITTEN = [
    "name", "tax_code", "kind", "address", "commune", "former_address", "phone", "is_foreign_invested",
    "is_woman_owned", "has_many_women", "is_social", "vsic_version", "vsic_code", "main_line", "version", "order",
    "folded",
]  # fmt: skip


def keep_upload(province: Province, *, content: bytes, name: str, sha256: str, by: User) -> RegisterUpload:
    """Keep the original as it came and have it looked through by a job. File and row are kept both or neither."""
    upload = RegisterUpload(
        province=province,
        name=f"{name.removesuffix('.xlsx')[-NAME + 5 :]}.xlsx",  # what it is, whatever the sender called it
        size=len(content),
        sha256=sha256,
        uploaded_by=by,
    )
    upload.file.save(f"{uuid4().hex}.xlsx", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            upload.save()
            note_down(province, "send_register_workbook", by=by, upload=upload.pk, sha256=sha256)
            _ask(upload, JUDGE, by)
    except BaseException as fault:
        take_back(fault, upload.file.name)
        raise
    return upload


@transaction.atomic
def confirm_upload(upload: RegisterUpload, *, by: User) -> Job:
    """Have the rows that can stand written by a job; a second click finds the job there.

    RuleBroken where the dry run has not ended, or found nothing to write.
    """
    row = RegisterUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.told is None:
        raise RuleBroken(_("The workbook is still being looked through."))
    if not row.told["new"] + row.told["changed"]:
        raise RuleBroken(_("There is nothing to write."))
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by = timezone.now(), by
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        note_down(row.province, "confirm_register_workbook", by=by, upload=row.pk, sha256=row.sha256)
    return _ask(row, WRITE, by)


def _ask(upload: RegisterUpload, kind: str, by: User) -> Job:
    return enqueue(
        kind=kind,
        title=_("Workbook of enterprises: %(name)s") % {"name": upload.name},
        asked_for={"upload": upload.pk},
        by=by,
        key=job_key(upload, kind),
    )


def job_key(upload: RegisterUpload, kind: str) -> str:
    """The key of an upload's one job of a kind."""
    return f"{kind}:{upload.pk}"


@transaction.atomic
def write_rows(
    rows: Sequence[Said], *, provinces: Collection[int], seen: dict[int, int], upload: int, by: User | None
) -> Compared:
    """Enter and change what ``rows`` say, with a line of the journal for each; what was done.

    Nobody else writes the register meanwhile: for the moment of one piece the table takes other readers only. Done
    again it changes nothing. A fixed number of statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Enterprise._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    compared = compare(rows, provinces, seen)
    entered = Enterprise.objects.bulk_create((fresh(row) for row in compared.new), batch_size=AT_ONCE)
    for row, enterprise in zip(compared.new, entered, strict=True):
        seen[enterprise.pk] = row.number
    changed = [_changed(enterprise, told) for _row, enterprise, told in compared.changed]
    if changed:
        Enterprise.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN, batch_size=AT_ONCE
        )
    new = (
        (each, {"name": each.name, "tax_code": masked(each.tax_code), "upload": upload}) for each in entered
    )
    note_down_each(new, "enter_enterprise", by=by)
    told_of = ((each, {"changes": _covered(told), "upload": upload}) for _row, each, told in compared.changed)
    note_down_each(told_of, "import_enterprise", by=by)
    return compared


def fresh(row: Said) -> Enterprise:
    """A new enterprise as the row says, unsaved."""
    facts: dict[str, Any] = dict(row.facts)
    if "kind" not in facts and len(row.code) == HOUSEHOLD_CODE:
        facts["kind"] = EnterpriseKind.HOUSEHOLD
    return Enterprise(
        province_id=row.province_id, folded=row.folded, order=sort_key(facts["name"])[:LONGEST_ORDER], **facts
    )


def _covered(told: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What changed as the journal keeps it: without a household's whole code."""
    return {
        name: [masked(v) for v in values] if name == "tax_code" else values for name, values in told.items()
    }


def _changed(enterprise: Enterprise, told: dict[str, list[Any]]) -> Enterprise:
    for name, (_before, after) in told.items():
        setattr(enterprise, name, after)
    if "name" in told:
        enterprise.order = sort_key(enterprise.name)[:LONGEST_ORDER]
        enterprise.folded = fold(enterprise.name)[:LONGEST_FOLDED]
    enterprise.version += 1
    return enterprise
