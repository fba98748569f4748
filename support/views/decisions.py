"""The record of a decision: minutes, proposal, the leader's decision, and the letter with its files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import stored_file
from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from papers.codec import from_json
from papers.files import has_files
from papers.forms import RegisterForm
from papers.preview import shown
from papers.watching import files_fragment, watched
from support.actions.attachments import attach
from support.actions.decision_files import DECISIONS, request_files
from support.actions.minutes import write_minutes
from support.actions.registering import register_decision
from support.forms.decision import MinutesForm
from support.models import Application, Attachment, Decision
from support.queries.deciding import item_facts
from support.queries.scoring import appraisers_in_full
from support.states import ApplicationState
from support.views.opened_record import opened_record
from support.views.opening import HANDLE, opened, person, status_of

MINUTES = "support:decision_minutes"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READ = "support.view_decision"


@require_safe
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole record on one page; for HTMX only how far the files are."""
    application = opened_record(request, READ, pk)
    decision = (
        Decision.objects.filter(application=application).select_related("proposed_by", "decided_by").first()
    )
    job = DECISIONS.jobs_of(decision).first() if decision and decision.composed else None
    if request.htmx and decision:  # type: ignore[attr-defined]
        return files_fragment(request, decision, DECISIONS, job)
    document = from_json(decision.composed) if decision and decision.composed else None
    context = {
        "application": application,
        "decision": decision,
        "facts": item_facts(application, timezone.localdate()),
        "appraisers": appraisers_in_full(application),
        "files": Attachment.objects.filter(application=application, is_minutes=True),
        **(watched(decision, DECISIONS, job) if decision else {}),
        "document": document,
        "blocks": list(shown(document)) if document else [],
        "has_files": bool(decision and decision.pdf and decision.word),
        "may_handle": request.user.has_perm(HANDLE, application),
        "may_decide": request.user.has_perm("support.decide_application", application),
        "is_open": application.state == ApplicationState.APPRAISAL,
        "is_proposed": application.state == ApplicationState.PROPOSED,
    }
    return render(request, "support/decision_detail.html", context)


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def decision_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes of the council, and put the signed paper beside them."""
    if not request.user.is_authenticated:
        return sign_in_first(request, MINUTES, pk)
    application = opened(request, HANDLE, pk)
    decision = Decision.objects.filter(application=application).first()
    typed = request.POST if request.method == "POST" else taken(request, MINUTES, pk)
    form = MinutesForm(typed, request.FILES or None, decision=decision)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep_minutes(application, form, request)
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            messages.success(request, _("The minutes are kept."))
            return redirect("support:decision_detail", pk)
    context = {"application": application, "form": form, "token": token_for(request.user, MINUTES, pk)}
    return render(request, "support/decision_minutes.html", context, status=status_of(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def decision_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the number and day the registry gave the letter."""
    application = opened(request, HANDLE, pk)
    decision = Decision.objects.filter(application=application).exclude(composed=None).first()
    if decision is None or decision.composed is None:
        messages.info(request, _("Nothing is decided yet, so there is no letter to number."))
        return redirect("support:decision_detail", pk)
    head = from_json(decision.composed).letterhead
    issued_on = decision.issued_on or timezone.localdate()
    initial = {"number": decision.number, "symbol": head.symbol, "issued_on": issued_on}
    form = RegisterForm(request.POST or None, initial=initial)
    refused = None
    if form.is_valid():
        try:
            register_decision(decision=decision, by=person(request), **form.cleaned_data)
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            messages.success(request, _("Number and day are recorded; the files are being made again."))
            return redirect("support:decision_detail", pk)
    context = {"application": application, "form": form}
    return render(request, "support/decision_register.html", context, status=status_of(refused))


@require_POST
def decision_render(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the files where they are missing or their making failed."""
    application = opened(request, HANDLE, pk)
    decision = Decision.objects.filter(application=application).exclude(composed=None).first()
    if decision is None or has_files(decision):
        messages.info(request, _("The files are there already; nothing was started twice."))
    else:
        request_files(decision=decision, by=person(request))
        messages.success(request, _("The files are being made. This page shows how far they are."))
    return redirect("support:decision_detail", pk)


@require_safe
def decision_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of the letter: for those who read the record, and for the enterprise once it is registered."""
    decision, name = _letter(request, pk)
    return stored_file(decision.pdf, name=f"{name}.pdf", kind="application/pdf")


@require_safe
def decision_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The Word file of the letter, for those who read the record."""
    decision, name = _letter(request, pk, READ)
    return stored_file(decision.word, name=f"{name}.docx", kind=WORD)


def _letter(request: HttpRequest, pk: int, permission: str = "support.read_letter") -> tuple[Decision, str]:
    """The decision and what its letter is called on the reader's desk; a draft says so."""
    application = opened(request, permission, pk)
    decision = Decision.objects.filter(application=application).first() or Decision(application=application)
    if decision.number is None or decision.composed is None:
        return decision, f"Công văn – Kết quả hồ sơ {application.code} (dự thảo)"
    symbol = from_json(decision.composed).letterhead.symbol
    return decision, f"Công văn {decision.number:02d}-{symbol} – Kết quả hồ sơ {application.code}"


def _keep_minutes(application: Application, form: MinutesForm, request: HttpRequest) -> None:
    """The words first, then each file; a file that is there already is not added again."""
    said = {name: form.cleaned_data[name] for name in ("council_on", "council", "minutes")}
    write_minutes(application=application, by=person(request), **said)
    for received in form.cleaned_data["signed"]:
        try:
            attach(application, received, by=person(request), is_minutes=True)
        except RuleBroken as no:
            messages.warning(request, no.reason)
