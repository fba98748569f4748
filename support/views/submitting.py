"""Hand an application in, see its receipt, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.queries.people import has_confirmed_address
from organisations.queries import working_calendar
from support.actions.submitting import submit, withdraw
from support.completeness import blocking, lacking
from support.forms.steps import SubmitForm, WithdrawForm
from support.models import Application
from support.queries.attachments import papers_of, shelves
from support.queries.audience import applicant_audience, desk_audience
from support.queries.clock import promised
from support.queries.papers import papers_for
from support.queries.procedures import procedure_of
from support.states import OPEN
from support.states import ApplicationState as State
from support.views.drafts import EDIT
from support.views.editing import RECORDS


@require_http_methods(["GET", "HEAD", "POST"])
def application_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Look everything over, read what is kept, hand in. Handing in twice shows the one receipt."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    if application.submitted_at is not None:
        return redirect("support:application_receipt", application.pk)
    if application.state != State.DRAFT:
        return redirect(application)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            row = submit(application, by=request.user, now=timezone.now(), has_read_notice=True)  # type: ignore[arg-type] # signed in
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            messages.success(request, _("Handed in. DOST has it now; this is your receipt."))
            return redirect("support:application_receipt", row.pk)
    return render(
        request, "support/application_submit.html", _facts(request, application, form), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application back, with a reason, before it is decided."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    if application.state not in OPEN:
        messages.info(request, _("There is nothing to take back any more."))
        return redirect(application)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data["reason"]
            withdraw(application, by=request.user, reason=said, on=timezone.localdate())  # type: ignore[arg-type] # signed in
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            messages.success(request, _("The application was taken back. You may apply again at any time."))
            return redirect(application)
    context = {"application": application, "form": form, "audiences": [desk_audience(application)]}
    return render(request, "support/application_withdraw.html", context, status=status)


def _facts(request: HttpRequest, application: Application, form: SubmitForm) -> dict[str, object]:
    """What the page before handing in shows."""
    today = timezone.localdate()
    lacks = lacking(application, today)
    items = list(application.items.all())
    procedure = procedure_of(application.plan, today)
    papers = papers_for(application.plan, [item.content_id for item in items], today)
    return {
        "application": application,
        "form": form,
        "items": items,
        "shelves": shelves(papers, papers_of(application, request.user)),  # type: ignore[arg-type] # signed in
        "lacks": lacks,
        "blocking": blocking(lacks),
        "procedure": procedure,
        "promise": promised(procedure, today, working_calendar()),
        "is_confirmed": has_confirmed_address(request.user),  # type: ignore[arg-type] # signed in
        "audiences": [desk_audience(application), applicant_audience(application)],
    }
