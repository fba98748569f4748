"""Comment on a report, settle comments, open them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import RuleBroken
from common.fields import digits
from common.vietnamese import clean
from consolidation.actions.commenting import comment, settle, unsettle
from consolidation.forms.steps import AnswerForm, CommentForm
from consolidation.models import Comment, Report
from consolidation.views.opening import COMMENT, opened, person

LARGEST = 2**62  # of an id
PAGES = {"doc": "consolidation:report_read"}  # pages a comment may be written on, beside the report's own


@require_POST
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a passage, a section or the whole report."""
    report = opened(request, COMMENT, pk)
    form = CommentForm(request.POST)
    passage = report.passages.filter(pk=digits(request.POST.get("passage"), LARGEST)).first()
    section = clean(request.POST.get("section", ""))[:40]
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors.get("text", [])))
        return _back(request, report)
    try:
        made = comment(
            report, form.cleaned_data["text"], by=person(request), passage=passage, section=section
        )
    except RuleBroken as no:
        messages.error(request, no.reason)
        return _back(request, report)
    messages.success(request, _("Your comment is kept; the report is not sent on before it is settled."))
    return _back(request, report, made)


@require_POST
def comment_settle(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Say that a comment was dealt with, and how."""
    report = opened(request, COMMENT, pk)
    remark = get_object_or_404(Comment.objects.select_related("report"), report=report, pk=comment_pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        settle(remark, by=person(request), answer=form.cleaned_data["answer"])
        messages.success(request, _("The comment is settled."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["answer"]))
    return _back(request, report, remark)


@require_POST
def comment_reopen(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Open a comment again."""
    report = opened(request, COMMENT, pk)
    remark = get_object_or_404(Comment.objects.select_related("report"), report=report, pk=comment_pk)
    unsettle(remark, by=person(request))
    messages.success(request, _("The comment is open again."))
    return _back(request, report, remark)


def _back(request: HttpRequest, report: Report, made: Comment | None = None) -> HttpResponse:
    """To the page it was written on, where it stands."""
    view = PAGES.get(request.POST.get("page", ""))
    address = reverse(view, args=[report.pk]) if view else report.get_absolute_url()
    return redirect(f"{address}#{f'comment-{made.pk}' if made else 'y-kien'}")
