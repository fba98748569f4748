"""Read a report passage by passage and comment on each."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consolidation.documents.compose.derived import DERIVED
from consolidation.documents.reading import Chapter, chapters_of
from consolidation.forms.steps import LIMIT
from consolidation.models import Comment
from consolidation.queries.comments import comments_of
from consolidation.views.opening import COMMENT, opened
from papers.preview import shown_blocks

Remarks = dict[int | str, list[Comment]]


@require_safe
def report_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report with a place to comment beside every passage; ``?them=`` opens the form of one."""
    report = opened(request, COMMENT, pk)
    if report.is_frozen:
        return redirect(report)
    remarks: Remarks = defaultdict(list)
    for remark in comments_of(report):
        remarks[remark.passage_id or remark.section].append(remark)
    chapters = [_drawn(chapter, remarks) for chapter in chapters_of(report, on=timezone.localdate())]
    context = {"report": report, "chapters": chapters, "limit": LIMIT, "about_all": remarks.get("", [])}
    return render(request, "consolidation/report_read.html", context)


def _drawn(chapter: Chapter, remarks: Remarks) -> dict[str, Any]:
    """A chapter as the page draws it: its passages with what was said about them."""
    passages = [
        {
            "passage": read.passage,
            "blocks": list(shown_blocks(read.blocks)),
            "remarks": remarks.get(read.passage.pk, []),
            "derived": DERIVED[read.passage.feed].title if read.passage.feed in DERIVED else "",
        }
        for read in chapter.passages
    ]
    return {
        "chapter": chapter,
        "passages": passages,
        "remarks": remarks.get(chapter.code, []),
        "silence": list(shown_blocks(chapter.silence)),
    }
