"""The entry page: fill in, add rows, save by hand or by itself; everything typed stays whatever happens."""

import sys
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.conflict import VERSION, Conflict, sent_again
from common.errors import RuleBroken
from common.fields import digits
from common.kept import page_of, sign_in_first, taken, token_for
from organisations.queries import working_calendar
from reporting.actions.entry import save_form
from reporting.completeness import doubts, gaps
from reporting.forms.conflict import conflict_of
from reporting.forms.entry import EntryForm
from reporting.forms.moved import typed_in_gone_lines
from reporting.forms.owed import is_asked_among_many
from reporting.forms.sent import (
    with_one_more_row,
    with_raised_again,
    with_rest_nil,
    with_text,
    with_whole_nil,
)
from reporting.models import Submission
from reporting.queries.parts import returned_to_read
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import declined_of, held_in_full, read_contents, submissions_in_full
from reporting.states import SubmissionState
from reporting.views.moved import PAGE, moved_away

SAVED = "saved_form"  # in the session: the page whose copy in the browser is no longer needed
REUSE = "reuse-"
AGAIN, ALIKE = "again-", "alike-"


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry page of the unit's people."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PAGE, pk)
    if request.POST.get("save") == "auto" and "add" not in request.POST:
        return _saved_by_itself(request, pk)
    try:
        submission = get_permitted(request.user, "reporting.edit_submission", submissions_in_full(), pk=pk)
    except Http404:
        return moved_away(request, pk)
    return _sent(request, submission) if request.method == "POST" else _opened(request, submission)


def _sent(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What a press of a button (or the page by itself) asks for."""
    if "add" in request.POST or request.POST.get("save") == "restore":
        return _brought_back(request, submission, request.POST, restored="add" not in request.POST)
    data = _as_pressed(request, submission)
    entry = EntryForm(submission, request.POST if data is None else data, has_files=bool(request.FILES))
    if data is None:
        entry.problems.append(
            _("Nothing was saved: a text stands in the box already. Empty it first, or copy what you need.")
        )
        return _entry_page(request, submission, entry, status=409)
    return _saved_by_hand(request, submission, entry)


def _opened(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The form as stored, or with what was typed when the session ended."""
    typed = taken(request, PAGE, submission.pk)
    if typed is None:
        entry = EntryForm(submission, token=token_for(request.user, PAGE, submission.pk))
        return _entry_page(request, submission, entry)
    return _brought_back(request, submission, typed, restored=True)


def _brought_back(
    request: HttpRequest, submission: Submission, data: MultiValueDict[str, Any], *, restored: bool
) -> HttpResponse:
    """What was typed, not judged and not saved; the keyboard goes to the row that was asked for, if one was."""
    added = data.get("add") or ""
    if added.startswith(AGAIN):
        data, added = _raised_again(submission, data, added)
    elif added:
        data = with_one_more_row(data, added)
    entry = EntryForm(submission, data)
    entry.hush(added)
    return _entry_page(request, submission, entry, restored=restored)


def _raised_again(
    submission: Submission, data: MultiValueDict[str, Any], pressed: str
) -> tuple[MultiValueDict[str, Any], str]:
    """What was typed with what was raised last year in one more row, and the part it stands in; once only."""
    for rows in EntryForm(submission, data).statements.values():
        for before in rows.raised_before:
            if pressed == f"{AGAIN}{before.statement.pk}" and not before.again:
                return with_raised_again(data, before.statement), str(rows.prefix)
    return data, ""


def _as_pressed(request: HttpRequest, submission: Submission) -> MultiValueDict[str, Any] | None:
    """What was sent, as the button amends it; None if last year's text was asked for where another one stands."""
    pressed = request.POST.get("save", "")
    if pressed == "nil_rest":
        return with_rest_nil(request.POST, submission)
    if pressed == "nil":
        return with_whole_nil(request.POST)
    if pressed == "chosen":
        return _chosen(request, submission)
    if pressed.startswith(REUSE):
        earlier = EntryForm(submission).earlier
        asked = {f"{REUSE}{line}": line for line in earlier}
        if pressed in asked:
            return with_text(request.POST, asked[pressed], earlier[asked[pressed]].text)
    return request.POST


def _chosen(request: HttpRequest, submission: Submission) -> MultiValueDict[str, Any]:
    """What was sent, with the choices between the two versions made in it; without all of them it is stale again."""
    conflict = conflict_of(EntryForm(submission, request.POST), EntryForm(submission))
    data = conflict.settled(request.POST)
    if conflict.is_decided and data.get(VERSION) == str(submission.version):
        data["head-version"] = str(submission.version)
    return data


def _facts(request: HttpRequest, entry: EntryForm) -> dict[str, Any]:
    """What every saving is told of the page: the version it was opened from, its name, whose it is."""
    page = page_of(entry.token)
    ours = page is not None and page.belongs(request.user, PAGE, entry.submission.pk)
    return {
        "version": entry.version,
        "form": page.name if page and ours else "",
        "by": request.user,
        "on": timezone.localdate(),
    }


def _saved_by_hand(request: HttpRequest, submission: Submission, entry: EntryForm) -> HttpResponse:
    if not entry.is_valid():
        return _entry_page(request, submission, entry)
    try:
        told = _facts(request, entry)
        saved = save_form(submission, content=entry.content(), digest=entry.digest, **told).submission
    except RuleBroken as no:
        return _refused(request, submission, entry, no)
    page = page_of(entry.token)
    request.session[SAVED] = page.name if page else ""
    pressed = request.POST.get("save", "")
    if pressed in {"nil", "hand_in"}:
        return redirect("reporting:submission_hand_in", saved.pk)
    alike = digits(pressed.removeprefix(ALIKE), sys.maxsize) if pressed.startswith(ALIKE) else 0
    if alike:
        return redirect("reporting:document_alike", saved.pk, alike)
    messages.success(request, _("Saved as a draft. It goes to your leader only when you hand it in."))
    back = reverse(PAGE, args=[saved.pk])
    return redirect(f"{back}#line-{pressed.removeprefix(REUSE)}" if pressed.startswith(REUSE) else back)


def _refused(request: HttpRequest, submission: Submission, entry: EntryForm, no: RuleBroken) -> HttpResponse:
    """Nothing was saved: why, with everything that was typed."""
    entry.problems += no.messages
    if no.code == "moved":
        return moved_away(request, submission.pk)
    if no.code == "stale":
        return _conflict_page(request, submission, entry)
    return _entry_page(request, submission, entry, status=409)


def _saved_by_itself(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page that saves itself is told: saved, or not and why, in words.

    Nobody looks at what was sent before it is saved, so the form is held at once and read once; nobody else holds it.
    """
    try:
        asked = Submission.objects.select_related("period__plan")
        get_permitted(request.user, "reporting.edit_submission", asked, pk=pk)
    except Http404:
        return moved_away(request, pk)
    with transaction.atomic():
        submission = held_in_full().filter(pk=pk).first()
        if submission is not None:
            return _saved_where_held(request, submission)
    return moved_away(request, pk)


def _saved_where_held(request: HttpRequest, submission: Submission) -> JsonResponse:
    entry = EntryForm(submission, request.POST, has_files=bool(request.FILES))
    if not entry.is_valid():
        slips = [{"where": s.anchor, "about": s.label, "message": s.message} for s in entry.slips]
        return JsonResponse({"state": "invalid", "slips": slips}, status=422)
    try:
        content = entry.content().without_removals()
        saved = save_form(submission, content=content, is_held=True, **_facts(request, entry))
    except RuleBroken as no:
        return JsonResponse({"state": no.code or "refused", "message": no.reason}, status=409)
    read_contents(saved.submission)
    found = {
        "gaps": gaps(saved.submission),
        "doubts": doubts(saved.submission, entry.earlier, entry.files),
        "entry": {"is_bound": False},
    }
    return JsonResponse(
        {
            "state": "saved",
            "version": saved.submission.version,
            "time": f"{timezone.localtime():%H:%M}",
            "rows": saved.rows,
            "panel": render_to_string("reporting/_entry_missing.html", found),
        }
    )


def _entry_page(
    request: HttpRequest,
    submission: Submission,
    entry: EntryForm,
    *,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    today, calendar = timezone.localdate(), working_calendar()
    begun = submission.state != SubmissionState.NOT_STARTED
    context = {
        "submission": submission,
        "status": status_of(submission, today, calendar),
        "returned": returned_to_read(submission),
        "refusal": entry_refusal(submission, today, calendar),
        "entry": entry,
        "restored": restored,
        "gaps": gaps(submission) if begun else [],
        "doubts": doubts(submission, entry.earlier, entry.files) if begun else [],
        "declined": declined_of(submission),
        "asked_among_many": is_asked_among_many(submission),
        "saved_page": "" if entry.is_bound else request.session.pop(SAVED, ""),
        "page": page_of(entry.token),
        **{
            f"{part}_reason": entry.parts.reason_for(part)
            for part in ("integrated", "documents", "statements")
        },
    }
    return render(request, "reporting/submission_edit.html", context, status=status)


def _conflict_page(request: HttpRequest, submission: Submission, entry: EntryForm) -> HttpResponse:
    """Both versions of every field in which they differ; nothing is merged before the person has chosen."""
    now = submissions_in_full().get(pk=submission.pk)
    conflict: Conflict = conflict_of(EntryForm(now, request.POST), EntryForm(now))
    context = {
        "submission": now,
        "status": status_of(now, timezone.localdate(), working_calendar()),
        "conflict": conflict,
        "problems": entry.problems,
        "was_chosen": request.POST.get("save") == "chosen",
        "sent": sent_again(request.POST, now.version),
        "person": now.saved_by,
        "gone": typed_in_gone_lines(request.POST, now),
    }
    return render(request, "reporting/submission_conflict.html", context, status=409)
