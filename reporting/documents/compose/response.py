"""The annex: which units answered, when, and which did not."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils import timezone

from common.formatting import administrative_date, small_count
from reporting.documents.blocks import Align, Block, Cell, Column, Paragraph, Row, TableBlock
from reporting.documents.compose.draft import Draft
from reporting.documents.compose.wording import source_of
from reporting.documents.model import Annex
from reporting.models import Submission
from reporting.states import FILED, SubmissionState

TITLE = "Tình hình gửi báo cáo của các đơn vị"
ON_TIME, LATE, NIL = "Đã nộp đúng hạn", "Đã nộp muộn", "Không phát sinh"
SENT_BACK, SILENT = "Trả lại để bổ sung", "Chưa báo cáo"
TAKEN_OVER = "Có số liệu"  # from a paper that does not tell when the unit filed
ORDER = {  # as a sentence says them
    ON_TIME: "nộp đúng hạn",
    LATE: "nộp muộn",
    TAKEN_OVER: "có số liệu",
    NIL: "báo cáo không phát sinh",
    SENT_BACK: "được trả lại để bổ sung",
    SILENT: "chưa báo cáo",
}


def response(draft: Draft) -> Annex:
    """Every unit asked, with how it answered."""
    return Annex(TITLE, tuple(_blocks(draft)))


def _blocks(draft: Draft) -> Iterator[Block]:
    submissions = draft.contents.everybody
    if not submissions:
        yield Paragraph.of("Chưa có đơn vị nào được yêu cầu báo cáo.")
        return
    yield Paragraph.of(_told(submissions, draft.period.due_on))
    columns = (
        Column("TT", 6, Align.CENTER),
        Column("Đơn vị", 38),
        Column("Tình trạng", 20, Align.CENTER),
        Column("Ngày nộp", 14, Align.CENTER),
        Column("Ghi chú", 22),
    )
    rows = (_row(place, submission) for place, submission in enumerate(submissions, start=1))
    yield TableBlock(columns, tuple(rows))


def _told(submissions: Sequence[Submission], due_on: dt.date) -> str:
    """How the units answered, in one sentence."""
    papers = {submission.loaded_from for submission in submissions} - {""}
    if papers:
        return (
            f"Số liệu của {small_count(len(submissions))} đơn vị lấy từ {'; '.join(sorted(papers))}. Văn bản này không nêu ngày "
            "từng đơn vị gửi báo cáo, cũng không nêu đơn vị nào không báo cáo."
        )
    counts = Counter(_standing(submission) for submission in submissions)
    told = ", ".join(
        f"{small_count(counts[standing])} đơn vị {words}"
        for standing, words in ORDER.items()
        if counts[standing]
    )
    asked, due = small_count(len(submissions)), administrative_date(due_on)
    return f"Có {asked} đơn vị được yêu cầu báo cáo, hạn nộp ngày {due}: {told}."


def _row(place: int, submission: Submission) -> Row:
    filed = filed_on(submission)
    cells = (
        Cell(str(place)),
        Cell(submission.organisation.name),
        Cell(_standing(submission)),
        Cell(administrative_date(filed)),
        Cell("; ".join(_remarks(submission, filed))),
    )
    return Row(cells, source=(source_of(submission),))


def _standing(submission: Submission) -> str:
    if submission.state == SubmissionState.RETURNED:
        return SENT_BACK
    filed = filed_on(submission)
    if submission.is_nil and submission.state in FILED:
        return NIL
    if submission.loaded_from:
        return TAKEN_OVER
    if filed is None:
        return SILENT
    return LATE if filed > submission.period.due_on else ON_TIME


def _remarks(submission: Submission, filed: dt.date | None) -> Iterator[str]:
    if filed is not None and filed > submission.period.due_on:
        yield f"muộn {small_count((filed - submission.period.due_on).days)} ngày"
    if submission.state == SubmissionState.SUBMITTED:
        yield "chờ Sở tiếp nhận"
    if submission.state == SubmissionState.RETURNED:
        yield submission.return_reason
    elif submission.is_nil and filed is not None:
        yield submission.nil_reason


def filed_on(submission: Submission) -> dt.date | None:
    """The day the unit's leader certified what DOST now has; None while it has nothing or nobody knows the day."""
    if submission.state not in FILED or submission.certified_at is None or submission.loaded_from:
        return None
    return timezone.localdate(submission.certified_at)
