"""The annex: which units answered, when, and which did not."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from common.formatting import administrative_date, number, small_count
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.wording import source_of
from papers.blocks import Align, Block, Cell, Column, Paragraph, Row, TableBlock
from papers.model import Annex
from reporting.models import Submission
from reporting.queries.status import Status, StatusKind, status_of
from reporting.states import SubmissionState

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
    calendar = draft.contents.calendar
    statuses = {s.pk: status_of(s, draft.on, calendar) for s in submissions}
    standings = Counter(_standing(s, statuses[s.pk]) for s in submissions)
    yield Paragraph.of(_told(submissions, standings, draft.period.due_on))
    columns = (
        Column("TT", 6, Align.CENTER),
        Column("Đơn vị", 38),
        Column("Tình trạng", 20, Align.CENTER),
        Column("Ngày nộp", 14, Align.CENTER),
        Column("Ghi chú", 22),
    )
    rows = (_row(place, s, statuses[s.pk]) for place, s in enumerate(submissions, start=1))
    yield TableBlock(columns, tuple(rows))


def _told(submissions: Sequence[Submission], counts: Counter[str], due_on: dt.date) -> str:
    """How the units answered, in one sentence."""
    papers = {submission.loaded_from for submission in submissions} - {""}
    if papers:
        return (
            f"Số liệu của {small_count(len(submissions))} đơn vị lấy từ {'; '.join(sorted(papers))}. Văn bản này không nêu ngày "
            "từng đơn vị gửi báo cáo, cũng không nêu đơn vị nào không báo cáo."
        )
    told = ", ".join(
        f"{small_count(counts[standing])} đơn vị {words}"
        for standing, words in ORDER.items()
        if counts[standing]
    )
    asked, due = small_count(len(submissions)), administrative_date(due_on)
    return f"Có {asked} đơn vị được yêu cầu báo cáo, hạn nộp ngày {due}: {told}."


def _row(place: int, submission: Submission, status: Status) -> Row:
    cells = (
        Cell(str(place)),
        Cell(submission.organisation.name),
        Cell(_standing(submission, status)),
        Cell(administrative_date(status.filed_on)),
        Cell("; ".join(_remarks(submission, status))),
    )
    return Row(cells, source=(source_of(submission),))


def _standing(submission: Submission, status: Status) -> str:
    if submission.state == SubmissionState.RETURNED:
        return SENT_BACK
    if status.kind == StatusKind.NIL:
        return NIL
    if submission.loaded_from:
        return TAKEN_OVER
    if status.filed_on is None:
        return SILENT
    return LATE if status.days_late else ON_TIME


def _remarks(submission: Submission, status: Status) -> Iterator[str]:
    if status.days_late:
        yield f"muộn {number(status.days_late)} ngày"
    if submission.state == SubmissionState.SUBMITTED:
        yield "chờ Sở tiếp nhận"
    if submission.state == SubmissionState.RETURNED:
        yield submission.return_reason
    elif submission.is_nil and status.filed_on is not None:
        yield submission.nil_reason
