"""The signed paper comes back: its file is kept with its hash and compared with what was approved."""

import re
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.file_kinds import PDF
from common.received import Received
from common.stored import take_back
from consolidation.actions.holding import held, permit
from consolidation.documents.comparing import Difference, compare
from consolidation.models import Report, SignedFile
from consolidation.models.report import LETTERS
from consolidation.queries.signed import newest_signed
from consolidation.states import ReportState as State
from journal.actions import note_down
from papers.files import has_files
from papers.pages import Pages, read_pages
from papers.text import DocumentRefused

CODE = re.compile(
    rf"\b(?:[{LETTERS}]{{4}}-){{2}}[{LETTERS}]{{4}}\b"
)  # the code of verification, as the paper prints it


def upload_signed(report: Report, *, received: Received, by: User) -> SignedFile:
    """Keep the signed PDF of a numbered report, compared page by page and word by word with what was approved.

    The same file sent twice is kept once. RuleBroken, keyed ``file``: no PDF, unreadable, the portal's own unsigned file,
    that of another report; the files are still being made; moved on; not permitted. Reading takes seconds, so it is done
    before the report is held.
    """
    permit(by, "consolidation.edit_report", report)
    if received.kind != PDF:
        raise RuleBroken({"file": _("Hand over the signed paper as a PDF file.")}, code="kind")
    content = received.file.read()
    differences, pages = _compared(report, received.sha256, content, by)
    with transaction.atomic():
        row = held(report)
        _check_stands(row, report)
        last = newest_signed(row)
        if last is not None and last.sha256 == received.sha256:
            return last
        signed = SignedFile(report=row, name=received.name, size=len(content), pages=pages.count, by=by)
        signed.sha256, signed.differences = received.sha256, differences
        signed.file.save(f"{received.sha256[:16]}.pdf", ContentFile(content), save=False)
        try:
            signed.save()
        except BaseException as fault:
            take_back(fault, signed.file.name)
            raise
        found: dict[str, Any] = {
            "sha256": signed.sha256,
            "pages": pages.count,
            "differences": len(differences),
        }
        note_down(row, "upload_signed", by=by, name=signed.name, **found)
        return signed


@transaction.atomic
def accept_differences(signed: SignedFile, *, reason: str, by: User) -> SignedFile:
    """Say why a signed file that differs is right all the same. RuleBroken: a newer file counts, moved on, not permitted."""
    report = held(signed.report)
    permit(by, "consolidation.edit_report", report)
    newest = newest_signed(report)
    if report.state != State.NUMBERED or newest is None or newest.pk != signed.pk:
        raise RuleBroken(_("Another file has taken its place meanwhile."), code="moved_on")
    if newest.reason == reason:
        return newest
    newest.reason = reason
    newest.save(update_fields=["reason"])
    note_down(report, "accept_differences", by=by, note=reason, sha256=newest.sha256)
    return newest


def _compared(report: Report, sha256: str, content: bytes, by: User) -> tuple[list[Difference], Pages]:
    if report.state != State.NUMBERED:
        raise RuleBroken(
            _("A signed file is taken after the number is recorded and before the report is issued."),
            code="moved_on",
        )
    if not has_files(report):
        raise RuleBroken(
            _("The files with the number are still being made; try again in a minute."), code="files"
        )
    if sha256 == report.pdf_sha256:
        no = _("This is the portal's own file, as nobody has signed it. Hand over the signed one.")
        raise RuleBroken({"file": no}, code="unsigned")
    try:
        signed = read_pages(content)
    except DocumentRefused as no:
        raise RuleBroken({"file": no.messages}, code=no.code) from no
    _check_owner(report, sha256, signed, by)
    with report.pdf.open("rb") as file:
        approved = read_pages(file.read())
    return compare(approved, signed), signed


def _check_owner(report: Report, sha256: str, signed: Pages, by: User) -> None:
    """RuleBroken where the file is known as another report's, or carries its code of verification."""
    others = Report.objects.exclude(pk=report.pk).with_place()
    codes = {printed.replace("-", "") for printed in CODE.findall(signed.text)} - {report.verify_code}
    other = (
        others.filter(signed_files__sha256=sha256).first()
        or others.filter(pdf_sha256=sha256).first()
        or others.filter(verify_code__in=codes).first()
    )
    if other is not None and not by.has_perm("consolidation.view_report", other):
        raise RuleBroken(
            {"file": _("This is the file of another report. Choose the right one.")}, code="other_report"
        )
    if other is not None:
        no = _("This is the file of another report: %(report)s. Choose the right one.")
        raise RuleBroken({"file": no % {"report": _named(other)}}, code="other_report")


def _named(report: Report) -> str:
    number = report.number_and_symbol
    return f"{report} ({number})" if number else str(report)


def _check_stands(row: Report, seen: Report) -> None:
    if row.state != State.NUMBERED or row.pdf_sha256 != seen.pdf_sha256:
        raise RuleBroken(
            _("The report has changed since you chose the file. Open it again and send the file once more."),
            code="moved_on",
        )
