"""Requests to supplement: ask, take back, answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from common.templatetags.formats import vn_date
from organisations.queries import working_calendar
from support.actions import supplements
from support.actions.attachments import attach, detach
from support.forms.supplements import AnswerForm, AskForm, TakeBackForm
from support.models import Application, SupplementRequest
from support.queries.audience import applicant_audience, desk_audience
from support.queries.clock import supplement_due
from support.queries.missing import points_to_propose
from support.queries.procedures import procedure_of
from support.queries.supplements import answer_stamp, open_round, rounds_refusal
from support.views.opening import EDIT, HANDLE, now_and_today, opened, person
from support.views.uploads import takes_files

ANSWER = "support:application_supply"


@require_http_methods(["GET", "HEAD", "POST"])
def application_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST names what is missing; the page says who will hear and that the clock stops."""
    application = opened(request, HANDLE, pk)
    today = timezone.localdate()
    procedure = procedure_of(application.plan, today)
    form = AskForm(
        request.POST or None,
        proposals=points_to_propose(application, today),
        due_on=supplement_due(procedure, today, working_calendar()),
    )
    status = 200
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("reason", "due_on")}
        try:
            asked = supplements.ask(
                application, points=form.points, by=person(request), **facts, **now_and_today()
            )
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            words = _("Asked until %(day)s. The clock stands still until the enterprise answers.")
            messages.success(request, words % {"day": vn_date(asked.due_on)})
            return redirect(application)
    context = {
        "application": application,
        "form": form,
        "procedure": procedure,
        "round": application.supplements.count() + 1,
        "most": rounds_refusal(application, procedure),
        "audiences": [applicant_audience(application)],
    }
    return render(request, "support/supplement_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def application_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST no longer needs what it asked for."""
    application = opened(request, HANDLE, pk)
    waiting = open_round(application)
    form = TakeBackForm(request.POST or None)
    if waiting is not None and form.is_valid():
        try:
            supplements.take_back(
                waiting, reason=form.cleaned_data["reason"], by=person(request), on=timezone.localdate()
            )
        except RuleBroken as no:
            messages.error(request, no.reason)
        else:
            messages.success(request, _("Taken back. The clock goes on."))
        return redirect(application)
    audiences = [applicant_audience(application)]
    context = {"application": application, "waiting": waiting, "form": form, "audiences": audiences}
    return render(request, "support/supplement_take_back.html", context)


@takes_files
@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def application_supply(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise answers what DOST asked for, point by point; kept until it is sent."""
    if not request.user.is_authenticated:
        return sign_in_first(request, ANSWER, pk)
    application = opened(request, EDIT, pk)
    waiting = open_round(application)
    if waiting is None:
        last = application.supplements.order_by("-round").select_related("answered_by").first()
        context = {"application": application, "last": last}
        status = 409 if request.method == "POST" else 200
        return render(request, "support/supplement_over.html", context, status=status)
    seen, token = answer_stamp(waiting), token_for(request.user, ANSWER, pk)
    if request.method == "POST":
        form = AnswerForm(request.POST, request.FILES, request=waiting, seen=seen, token=token)
        return _answered(request, application, form)
    form = AnswerForm(taken(request, ANSWER, pk), request=waiting, seen=seen, token=token)
    return _answer_page(request, application, form)


def _answered(request: HttpRequest, application: Application, form: AnswerForm) -> HttpResponse:
    """Keep words and files; send where that was pressed. What was typed stays in the form whatever happens."""
    if not form.is_valid():
        return _answer_page(request, application, form)
    waiting, by = form.request, person(request)
    try:
        supplements.save_answer(waiting, answer=form.said, by=by, seen=form.cleaned_data["seen"])
        _keep_files(application, form, request)
        if form.errors:
            return _answer_page(request, application, form, status=409)
        if request.POST.get("save") == "draft":
            messages.success(request, _("Saved. DOST has not got it yet: send it when it is complete."))
            return redirect(ANSWER, application.pk)
        supplements.send_answer(
            waiting, answer=form.said, by=by, seen=answer_stamp(waiting), **now_and_today()
        )
    except RuleBroken as no:
        form.add_error(None, no)
        return _answer_page(request, application, form, status=409)
    messages.success(request, _("Sent. DOST looks at your answer; the processing time goes on."))
    return redirect(application)


def _keep_files(application: Application, form: AnswerForm, request: HttpRequest) -> None:
    """Take out what was ticked, put in what was chosen; a refused file is said at its field."""
    for attachment in form.dropped:
        detach(attachment, by=person(request))
    for point, received in form.added:
        try:
            attach(application, received, by=person(request), point=point)
        except RuleBroken as no:
            if no.code != "twice":  # chosen again after another field was wrong: it is there already
                form.add_error(f"files-{point.pk}", no)


def _answer_page(
    request: HttpRequest, application: Application, form: AnswerForm, status: int = 200
) -> HttpResponse:
    if form.is_bound:
        now_open = SupplementRequest.objects.prefetch_related("points__attachments").get(pk=form.request.pk)
        form.look_again(now_open, answer_stamp(now_open))
    context = {
        "application": application,
        "form": form,
        "waiting": form.request,
        "is_late": form.request.due_on < timezone.localdate(),
        "audiences": [desk_audience(application)],
        "problem": request.upload_problem,  # type: ignore[attr-defined] # set by takes_files
    }
    return render(request, "support/supplement_answer.html", context, status=status)
