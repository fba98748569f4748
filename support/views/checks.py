"""The legal checklist, and the step into appraisal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from support.actions.checking import CHECKED_IN, record_checks, start_appraisal
from support.forms.checks import AppraiseForm, ChecksForm
from support.models import Application
from support.queries.checking import against, checklist, checks_stamp, unanswered
from support.queries.papers import papers_for
from support.views.opening import HANDLE, now_and_today, opened, person

PAGE = "support:application_checks"


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def application_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line with what the portal suggests, and what the specialist finds; saved as one form."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PAGE, pk)
    application = opened(request, HANDLE, pk)
    today = timezone.localdate()
    lines, seen = checklist(application, today), checks_stamp(application)
    typed = request.POST if request.method == "POST" else taken(request, PAGE, pk)
    form = ChecksForm(typed, lines=lines, seen=seen, token=token_for(request.user, PAGE, pk))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = record_checks(
                application,
                found=form.found,
                by=person(request),
                seen=form.cleaned_data["seen"],
                **now_and_today(),
            )
        except RuleBroken as no:
            form.add_error(None, no)
            form.look_again(checklist(application, today), checks_stamp(application))
            status = 409
        else:
            return _saved(request, application, changed)
    return render(request, "support/application_checks.html", _context(application, form), status=status)


def _context(application: Application, form: ChecksForm) -> dict:
    content_ids = [line.item.content_id for line in form.lines if line.item]
    return {
        "application": application,
        "form": form,
        "may_change": application.state in CHECKED_IN,
        "has_papers": bool(papers_for(application.plan, content_ids, timezone.localdate())),
    }


def _saved(request: HttpRequest, application: Application, changed: int) -> HttpResponse:
    words = ngettext("%(changed)d line was saved.", "%(changed)d lines were saved.", changed) % {
        "changed": changed
    }
    messages.success(request, words if changed else _("Nothing had changed."))
    if request.POST.get("next") == "appraise":
        return redirect("support:application_appraise", application.pk)
    return redirect(PAGE, application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def application_appraise(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the appraisal; names every line that stands against it."""
    application = opened(request, HANDLE, pk)
    lines = checklist(application, timezone.localdate())
    failed = against(lines)
    form = AppraiseForm(request.POST or None) if failed else None
    problem = None
    if request.method == "POST" and (form is None or form.is_valid()):
        despite = form.cleaned_data["despite"] if form else ""
        try:
            start_appraisal(application, by=person(request), on=timezone.localdate(), despite=despite)
        except RuleBroken as no:
            problem = no
        else:
            messages.success(request, _("The appraisal has begun."))
            return redirect(application)
    context = {
        "application": application,
        "form": form,
        "problem": problem,
        "unanswered": unanswered(lines),
        "failed": failed,
    }
    return render(request, "support/application_appraise.html", context, status=409 if problem else 200)
