"""The page a draft is filled in on: saved by hand or by itself; everything typed stays whatever happens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.conflict import sent_again
from common.errors import RuleBroken
from common.fields import digits
from common.kept import page_of, sign_in_first, taken, token_for
from support.actions.drafts import choose, drop, save
from support.completeness import blocking, lacking
from support.forms.draft import DraftForm, conflict_of, settled
from support.models import Application, SupportContent
from support.queries.attachments import papers_of, shelves
from support.queries.cautions import cautions_of
from support.queries.papers import papers_for
from support.states import ApplicationState as State
from support.views.drafts import EDIT

PAGE = "support:application_edit"
SAVED = "saved_form"  # in the session: the page whose copy in the browser is no longer needed
RECORDS = Application.objects.select_related(
    "enterprise__province", "plan__province", "plan__document", "saved_by"
).prefetch_related("items__content__plan__policies", "plan__policies")
NEXT = {"papers": "support:attachment_add", "submit": "support:application_submit"}
MOST_PK = 2**62


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft, for the enterprise's people."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PAGE, pk)
    try:
        application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    except Http404:
        return _gone(request, pk)
    if request.method == "POST":
        return _sent(request, application)
    if application.state != State.DRAFT:
        messages.info(request, _("The application has been handed in; it is not filled in any more."))
        return redirect(application)
    typed = taken(request, PAGE, pk)
    if typed is None:
        return _page(request, application, DraftForm(application, token=token_for(request.user, PAGE, pk)))
    return _brought_back(request, application, typed)


def _sent(request: HttpRequest, application: Application) -> HttpResponse:
    """What a press of a button (or the page by itself) asks for."""
    pressed = request.POST.get("save", "")
    if pressed == "restore":
        return _brought_back(request, application, request.POST)
    typed = DraftForm(application, _chosen(request, application) if pressed == "chosen" else request.POST)
    if pressed == "auto":
        return _saved_by_itself(request, application, typed)
    if not typed.is_valid():
        return _page(request, application, typed)
    try:
        row = _save(request, application, typed)
        return _after(request, row, pressed, typed)
    except RuleBroken as no:
        return _refused(request, application, typed, no)


def _after(request: HttpRequest, row: Application, pressed: str, typed: DraftForm) -> HttpResponse:
    """Saved; now what the button asked for besides. RuleBroken: a content chosen takes no applications."""
    page = page_of(typed.token)
    request.session[SAVED] = page.name if page else ""
    if pressed in NEXT:
        return redirect(NEXT[pressed], row.pk)
    here = reverse(PAGE, args=[row.pk])
    if pressed == "add":
        wanted = [digits(pk, MOST_PK) for pk in request.POST.getlist("more")]
        contents = SupportContent.objects.filter(plan=row.plan, pk__in=wanted)
        choose(row, contents, by=request.user, now=timezone.now())  # type: ignore[arg-type] # signed in
        return redirect(f"{here}#contents")
    if pressed.startswith("drop-"):
        item = row.items.filter(pk=digits(pressed.removeprefix("drop-"), MOST_PK)).first()
        if item is not None:
            drop(item, by=request.user, now=timezone.now())  # type: ignore[arg-type] # signed in
        return redirect(f"{here}#contents")
    messages.success(request, _("Saved as a draft. DOST sees it only when you hand it in."))
    return redirect(here)


def _save(
    request: HttpRequest, application: Application, typed: DraftForm, *, alone: bool = False
) -> Application:
    page = page_of(typed.token)
    ours = page is not None and page.belongs(request.user, PAGE, application.pk)
    return save(
        application,
        typed.entry(),
        version=typed.version,
        digest="" if alone else typed.digest,
        form=page.name if page and ours else "",
        by=request.user,  # type: ignore[arg-type] # signed in, see above
        now=timezone.now(),
    )


def _saved_by_itself(request: HttpRequest, application: Application, typed: DraftForm) -> JsonResponse:
    """What the page that saves itself is told: saved, or not and why, in words."""
    if not typed.is_valid():
        slips = [{"where": s.anchor, "about": s.label, "message": s.message} for s in typed.slips]
        return JsonResponse({"state": "invalid", "slips": slips}, status=422)
    try:
        row = _save(request, application, typed, alone=True)
    except RuleBroken as no:
        return JsonResponse({"state": no.code or "refused", "message": no.reason}, status=409)
    fresh = RECORDS.get(pk=row.pk)
    lacks = lacking(fresh, timezone.localdate())
    panel = {"lacks": lacks, "blocking": blocking(lacks), "application": fresh}
    return JsonResponse(
        {
            "state": "saved",
            "version": row.version,
            "time": f"{timezone.localtime():%H:%M}",
            "rows": {},
            "panel": render_to_string("support/_draft_left.html", panel, request),
        }
    )


def _brought_back(
    request: HttpRequest, application: Application, data: MultiValueDict[str, Any]
) -> HttpResponse:
    """What was typed, not judged and not saved."""
    typed = DraftForm(application, data)
    typed.hush()
    return _page(request, application, typed, restored=True)


def _chosen(request: HttpRequest, application: Application) -> MultiValueDict[str, Any]:
    """What was sent, with the choices between the two versions made in it; without all of them it is stale again."""
    typed = DraftForm(application, request.POST)
    return settled(typed, conflict_of(typed, DraftForm(application)), application.version)


def _refused(
    request: HttpRequest, application: Application, typed: DraftForm, no: RuleBroken
) -> HttpResponse:
    """Nothing was saved: why, with everything that was typed."""
    if no.code == "gone":
        return _gone(request, application.pk)
    fresh = RECORDS.get(pk=application.pk)
    if no.code == "stale":
        return _conflict_page(request, fresh, no)
    again = DraftForm(fresh, typed.data)
    again.problems += no.messages
    return _page(request, fresh, again, status=409)


def _conflict_page(request: HttpRequest, fresh: Application, no: RuleBroken) -> HttpResponse:
    """Both versions of every field in which they differ; nothing is merged before the person has chosen."""
    typed = DraftForm(fresh, request.POST)
    context = {
        "application": fresh,
        "problems": no.messages,
        "conflict": conflict_of(typed, DraftForm(fresh)),
        "gone": typed.gone,
        "was_chosen": request.POST.get("save") == "chosen",
        "person": fresh.saved_by,
        "sent": sent_again(request.POST, fresh.version),
    }
    return render(request, "support/application_conflict.html", context, status=409)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague threw the draft away: what this page's person typed is shown once more. Http404 for anybody else."""
    page = page_of(request.POST.get("head-form", ""))
    if request.method != "POST" or page is None or not page.belongs(request.user, PAGE, pk):
        raise Http404
    if request.POST.get("save") == "auto":
        words = _("This draft was discarded meanwhile. Nothing was saved.")
        return JsonResponse({"state": "gone", "message": words}, status=409)
    typed = DraftForm(Application(pk=pk), request.POST)
    words_typed = [*typed.head.said, *typed.gone]
    return render(request, "support/application_gone.html", {"typed": words_typed}, status=409)


def _page(
    request: HttpRequest,
    application: Application,
    form: DraftForm,
    *,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    contents = [item.content for item, _form in form.items]
    cautions = cautions_of(contents, application.enterprise, today, besides=application)
    offered = SupportContent.objects.offered(today).filter(plan=application.plan)
    papers = papers_for(application.plan, [content.pk for content in contents], today)
    lacks = lacking(application, today)
    context = {
        "application": application,
        "form": form,
        "items": [(item, part, cautions[item.content_id]) for item, part in form.items],
        "more": [content for content in offered if content not in contents],
        "shelves": shelves(papers, papers_of(application, request.user)),  # type: ignore[arg-type] # signed in
        "lacks": lacks,
        "blocking": blocking(lacks),
        "restored": restored,
        "page": page_of(form.token),
        "saved_page": "" if form.is_bound else request.session.pop(SAVED, ""),
    }
    return render(request, "support/application_edit.html", context, status=status)
