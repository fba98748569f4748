"""Opinions of departments: DOST asks, a unit answers, DOST closes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.access import get_permitted
from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from organisations.queries import working_calendar
from support.actions.attachments import attach
from support.actions.opinions import ask_opinions, close_opinion, give_opinion
from support.forms.opinions import AskOpinionsForm, OpinionForm
from support.models import OpinionRequest
from support.queries.audience import desk_audience, unit_audiences
from support.queries.clock import opinion_due
from support.queries.opinions import opinion_stamp, units_to_ask
from support.queries.procedures import procedure_of
from support.states import OPEN
from support.views.opening import HANDLE, now_and_today, opened, person
from support.views.uploads import takes_files

ANSWER = "support:opinion_answer"
REQUESTS = OpinionRequest.objects.select_related(
    "organisation", "answered_by", "application__enterprise", "application__plan__province"
)


@require_http_methods(["GET", "HEAD", "POST"])
def application_ask_opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST asks several units at once; the page says who of each will hear."""
    application = opened(request, HANDLE, pk)
    today = timezone.localdate()
    units = units_to_ask(application, today)
    procedure = procedure_of(application.plan, today)
    due_on = opinion_due(procedure, today, working_calendar())
    form = AskOpinionsForm(request.POST or None, units=units, due_on=due_on)
    status = 200
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("question", "due_on")}
        try:
            asked = ask_opinions(
                application, organisations=form.chosen, by=person(request), **facts, **now_and_today()
            )
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            words = ngettext("%(count)d unit was asked.", "%(count)d units were asked.", len(asked))
            messages.success(request, words % {"count": len(asked)})
            return redirect(application)
    audiences = unit_audiences([*units[0], *units[1]])
    context = {"application": application, "form": form, "procedure": procedure, "audiences": audiences}
    return render(request, "support/opinion_ask.html", context, status=status)


@takes_files
@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_answer(request: HttpRequest, application_pk: int, pk: int) -> HttpResponse:
    """The unit says what it thinks, and may change it until DOST closes the request."""
    if not request.user.is_authenticated:
        return sign_in_first(request, ANSWER, pk)
    asked = get_permitted(
        request.user, "support.give_opinion", REQUESTS, pk=pk, application_id=application_pk
    )
    seen, token = opinion_stamp(asked), token_for(request.user, ANSWER, pk)
    if request.method == "POST":
        form = OpinionForm(request.POST, request.FILES, request=asked, seen=seen, token=token)
        return _answered(request, asked, form)
    form = OpinionForm(taken(request, ANSWER, pk), request=asked, seen=seen, token=token)
    return _answer_page(request, asked, form)


def _answered(request: HttpRequest, asked: OpinionRequest, form: OpinionForm) -> HttpResponse:
    if not form.is_valid():
        return _answer_page(request, asked, form)
    said, by = form.cleaned_data, person(request)
    try:
        give_opinion(
            asked, stance=said["stance"], answer=said["answer"], by=by, seen=said["seen"], now=timezone.now()
        )
        for received in said["attached"]:
            _attach(asked, received, request)
    except RuleBroken as no:
        asked = REQUESTS.get(pk=asked.pk)
        form.add_error(None, no)
        form.look_again(opinion_stamp(asked))
        return _answer_page(request, asked, form, status=409)
    messages.success(
        request, _("Your opinion has been sent. You may change it until DOST closes the request.")
    )
    return redirect(ANSWER, asked.application_id, asked.pk)


def _attach(asked: OpinionRequest, received: object, request: HttpRequest) -> None:
    """Put a file beside the opinion; the same one twice is there once."""
    try:
        attach(asked.application, received, by=person(request), opinion=asked)  # type: ignore[arg-type] # cleaned by Files
    except RuleBroken as no:
        if no.code != "twice":
            raise


def _answer_page(
    request: HttpRequest, asked: OpinionRequest, form: OpinionForm, status: int = 200
) -> HttpResponse:
    application = asked.application
    context = {
        "application": application,
        "asked": asked,
        "form": form,
        "files": asked.attachments.all(),
        "items": application.items.select_related("content"),
        "may_read": request.user.has_perm("support.view_application", application),
        "may_answer": asked.is_open and application.state in OPEN,
        "is_overdue": asked.is_overdue(timezone.localdate()),
        "audiences": [desk_audience(application)],
        "problem": request.upload_problem,  # type: ignore[attr-defined] # set by takes_files
    }
    return render(request, "support/opinion_answer.html", context, status=status)


@require_POST
def opinion_close(request: HttpRequest, application_pk: int, pk: int) -> HttpResponse:
    """DOST waits no longer and takes no changes; what was not said is no consent."""
    application = opened(request, HANDLE, application_pk)
    asked = get_permitted(
        request.user, "support.view_opinionrequest", REQUESTS, pk=pk, application=application
    )
    try:
        close_opinion(asked, by=person(request), now=timezone.now())
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The request to %(unit)s is closed.") % {"unit": asked.organisation.name})
    return redirect(f"{application.get_absolute_url()}#y-kien")
