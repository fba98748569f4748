"""The small page on which a unit says whether a document it reports is the similar one of the register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from reporting.actions.look_alikes import keep_distinct, use_registered
from reporting.models import IssuedDocument
from reporting.queries.look_alikes import look_alikes
from reporting.queries.submissions import submissions_in_short


@require_http_methods(["GET", "HEAD", "POST"])
def document_alike(request: HttpRequest, pk: int, issued_pk: int) -> HttpResponse:
    """The two documents side by side; use the registered one, or say that this is another."""
    submission = get_permitted(request.user, "reporting.edit_submission", submissions_in_short(), pk=pk)
    reported = IssuedDocument.objects.select_related("document__issuer", "submission")
    issued = get_object_or_404(reported, pk=issued_pk, submission=submission)
    problems: list[str] = []
    if request.method == "POST":
        try:
            _decide(request, issued)
        except RuleBroken as no:
            problems = no.messages
        else:
            messages.success(request, _("Noted. The form is saved."))
            return redirect(f"{reverse('reporting:submission_edit', args=[pk])}#documents")
    alikes = look_alikes([issued], submission.period.plan.province_id).get(issued.pk, [])
    context = {"submission": submission, "issued": issued, "alikes": alikes, "problems": problems}
    return render(request, "reporting/document_alike.html", context, status=409 if problems else 200)


def _decide(request: HttpRequest, issued: IssuedDocument) -> None:
    by, today, used = request.user, timezone.localdate(), request.POST.get("use", "")
    if used.isascii() and used.isdigit():
        use_registered(issued, document_id=int(used[:18]), by=by, on=today)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    elif "distinct" in request.POST:
        keep_distinct(issued, by=by, on=today)  # type: ignore[arg-type] # as above
    else:
        raise RuleBroken(_("Choose one of the two."))
