"""The composition board: what units sent beside the text of a section; everything typed stays whatever happens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.conflict import sent_again
from common.errors import RuleBroken
from common.kept import page_of, sign_in_first, taken, token_for
from common.vietnamese import clean
from consolidation.actions.passages import Reworded, add_own, rephrase
from consolidation.forms.board import (
    BoardForm,
    conflict_of,
    digest,
    sent_boxes,
    settled,
    versions,
    wanted_again,
)
from consolidation.models import Passage, Report
from consolidation.queries.board import NOWHERE, codes_of
from consolidation.states import ReportState
from consolidation.views.board_acts import ACTS, REASON, TICKED, Act
from consolidation.views.board_page import PAGE, address_of, first_open, opened, passages_at

SAVED = "saved_form"  # in the session: the page whose copy in the browser is no longer needed
MAY = "consolidation.edit_report"


@require_safe
def report_board(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first section where something waits for its place."""
    report = get_permitted(request.user, MAY, Report.objects.with_place(), pk=pk)
    return redirect(PAGE, report.pk, first_open(report))


@login_not_required  # a text that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def board_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The board at one section, for the people of the DOST."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PAGE, pk)
    report = get_permitted(request.user, MAY, Report.objects.with_place(), pk=pk)
    if section not in (*codes_of(report), NOWHERE):
        raise Http404
    if request.method == "POST":
        return _sent(request, report, section)
    typed = taken(request, PAGE, pk)
    if typed is not None:
        return _brought_back(request, report, section, typed)
    if report.state != ReportState.DRAFTING:
        words = _("The text is not being written now; the report is in the state “%(state)s”.")
        messages.info(request, words % {"state": report.get_state_display()})
        return redirect(report)
    form = BoardForm(passages_at(report, section), token=token_for(request.user, PAGE, pk))
    return _page(request, report, section, form)


def _sent(request: HttpRequest, report: Report, section: str) -> HttpResponse:
    """What a press of a button (or the page by itself) asks for: first the texts are kept, then the act is done."""
    pressed = request.POST.get("save", "")
    if pressed == "restore":
        return _brought_back(request, report, section, request.POST)
    form = _form(report, section, request.POST)
    again: list[str] = []
    if pressed == "chosen":
        form, again = _chosen(request, report, section, form)
    if pressed == "auto":
        return _saved_by_itself(request, report, form)
    if not form.is_valid():
        return _page(request, report, section, form, status=422)
    try:
        saved = _save(request, report, form)
        for text in again:
            add_own(report, section=section, text=text, by=request.user)  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        return _refused(request, report, section, no)
    request.session[SAVED] = form.page
    return _acted(request, report, section, saved)


def _acted(request: HttpRequest, report: Report, section: str, saved: Reworded) -> HttpResponse:
    """The texts are kept; now what the button asked for besides."""
    name, _stroke, target = clean(request.POST.get("save", "")).partition("-")
    here = request.get_full_path()
    if name == "show":  # the choice of another section for one passage
        return redirect(f"{address_of(report, section)}?chuyen={target}#p{target}")
    if name not in ACTS:
        messages.success(request, _("Saved."))
        return redirect(here)
    act = Act(report, section, target, request.POST, request.user, saved.editions)  # type: ignore[arg-type] # signed in
    try:
        done = ACTS[name](act)
    except RuleBroken as no:
        form = _form(report, section, request.POST)
        form.problems += no.messages
        return _page(request, report, section, _as_saved(report, section, form), status=409)
    if done.words:
        messages.success(request, done.words)
    return redirect(f"{here}#{done.anchor}" if done.anchor else here)


def _as_saved(report: Report, section: str, form: BoardForm) -> BoardForm:
    """The same page with the texts as they now are: they were kept, only the act was refused."""
    fresh = BoardForm(passages_at(report, section), token=form.page_token)
    fresh.problems = form.problems
    return fresh


def _save(request: HttpRequest, report: Report, form: BoardForm) -> Reworded:
    page = page_of(form.page_token)
    ours = page is not None and page.belongs(request.user, PAGE, report.pk)
    if form.gone:
        raise RuleBroken(_("Somebody took a passage away while you were writing in it."), code="stale")
    by: Any = request.user
    return rephrase(report, form.rewordings(), by=by, form=page.name if page and ours else "")


def _saved_by_itself(request: HttpRequest, report: Report, form: BoardForm) -> JsonResponse:
    """What the page that saves itself is told: saved, or not and why, in words."""
    if not form.is_valid():
        slips = [{"where": s.anchor, "about": s.label, "message": s.message} for s in form.slips]
        return JsonResponse({"state": "invalid", "slips": slips}, status=422)
    try:
        saved = _save(request, report, form)
    except RuleBroken as no:
        return JsonResponse({"state": no.code or "refused", "message": no.reason}, status=409)
    fields = {f"p{pk}-edition": str(edition) for pk, edition in saved.editions.items()}
    fields |= {f"p{each.pk}-was": digest(each.text) for each in form.rewordings()}
    now = f"{timezone.localtime():%H:%M}"
    return JsonResponse({"state": "saved", "time": now, "fields": fields, "rows": {}})


def _chosen(
    request: HttpRequest, report: Report, section: str, form: BoardForm
) -> tuple[BoardForm, list[str]]:
    """The form with the choices between two versions made in it, and the texts of passages that are gone to keep anew."""
    data = settled(form, request.POST)
    return (form, []) if data is request.POST else (_form(report, section, data), wanted_again(form))


def _brought_back(
    request: HttpRequest, report: Report, section: str, data: MultiValueDict[str, Any]
) -> HttpResponse:
    """What was typed, not judged and not saved."""
    form = _form(report, section, data)
    form.hush()
    return _page(request, report, section, form, restored=True)


def _form(report: Report, section: str, data: MultiValueDict[str, Any]) -> BoardForm:
    """The boxes of the section with what was sent, those of passages that moved meanwhile beside them."""
    here = passages_at(report, section)
    known = {passage.pk for passage in here}
    others = [pk for pk in sent_boxes(data) if pk not in known]
    moved = list(Passage.objects.filter(report=report, pk__in=others)) if others else []
    return BoardForm(here, data, moved=moved)


def _refused(request: HttpRequest, report: Report, section: str, no: RuleBroken) -> HttpResponse:
    """Nothing was saved: why, with everything that was typed."""
    form = _form(report, section, request.POST)
    form.problems += no.messages
    if no.code != "stale":
        return _page(request, report, section, form, status=409)
    context = {
        "report": report,
        "problems": no.messages,
        "conflict": conflict_of(form),
        "person": next((p.changed_by for p in form.passages if p.changed_by != request.user), None),
        "was_chosen": request.POST.get("save") == "chosen",
        "sent": sent_again(request.POST, versions(form)),
    }
    return render(request, "consolidation/board_conflict.html", context, status=409)


def _page(
    request: HttpRequest,
    report: Report,
    section: str,
    form: BoardForm,
    *,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = opened(report, section, request.GET.dict(), form) | {
        "restored": restored,
        "saved_page": "" if form.is_bound else request.session.pop(SAVED, ""),
        "ticked": request.POST.getlist(TICKED),
        "reason": request.POST.get(REASON, ""),
    }
    return render(request, "consolidation/board.html", context, status=status)
