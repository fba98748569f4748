"""An outline as the paper would look with the data of a chosen period; another outline for a draft."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from common.fields import digits
from consolidation.actions.outlining import follow_outline
from consolidation.documents.assembling import compose
from consolidation.forms.outline import FollowForm
from consolidation.queries.outlining import others_for, without_place
from consolidation.views.opening import opened, person, status_of
from organisations.queries import dost_province_ids
from papers.model import Document
from papers.pdf import render as print_pdf
from papers.preview import shown, shown_annexes
from reporting.documents.outline import from_row, headings_of, title_of
from reporting.models import Outline, PeriodKind, ReportingPeriod
from reporting.models.period import NUMBERED
from reporting.queries.stretch import REVIEWS

MARK = "Xem trước đề cương"
HIGHEST = 10**9
MOST_PERIODS = 40
SPAN = 4  # years before the last of a review nobody has opened yet


@require_safe
def outline_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a period by this outline (``ky``), on the screen or as PDF (``tep=pdf``); nothing is stored."""
    outline = get_permitted(request.user, "reporting.view_outline", Outline.objects.with_place(), pk=pk)
    periods = _periods(person(request), outline)
    wanted = digits(request.GET.get("ky"), HIGHEST)
    period = next((each for each in periods if each.pk == wanted), periods[0] if periods else None)
    context: dict[str, object] = {"outline": outline, "periods": periods, "period": period}
    if period is None:
        context["headings"] = headings_of(from_row(outline), _imagined(outline))
        return render(request, "consolidation/outline_preview.html", context)
    try:
        document = _trial(outline, period)
        if request.GET.get("tep") == "pdf":
            return _pdf(document)
        context |= {
            "document": document,
            "blocks": list(shown(document)),
            "annexes": list(shown_annexes(document)),
        }
    except RuleBroken as no:
        context["problem"] = no.reason
    return render(request, "consolidation/outline_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another outline for a draft (``den``), say where its passages go, and move it there."""
    report = opened(request, "consolidation.compose_report", pk)
    others = others_for(report)
    sent = request.method == "POST"
    wanted = digits((request.POST if sent else request.GET).get("den"), HIGHEST)
    if sent and wanted == report.outline_id:  # the first of two clicks moved it there
        return redirect(report)
    usual = None if sent else next(iter(others), None)  # a form never moves it where nobody asked it to go
    outline = next((each for each in others if each.pk == wanted), usual)
    if sent and outline is None:
        messages.error(request, _("The report cannot follow this outline."))
        return redirect("consolidation:report_outline", pk=pk)
    form, refused = None, None
    if outline is not None:
        form = FollowForm(
            request.POST or None, outline=from_row(outline), homeless=without_place(report, from_row(outline))
        )
        if form.is_valid():
            try:
                moved = follow_outline(report=report, outline=outline, to=form.places, by=person(request))
            except RuleBroken as no:
                refused = no
                form.add_error(None, no)
            else:
                messages.success(
                    request, _("The report follows %(outline)s now.") % {"outline": moved.outline}
                )
                return redirect(moved)
    context = {"report": report, "period": report.period, "others": others, "outline": outline, "form": form}
    return render(request, "consolidation/report_outline.html", context, status=status_of(refused))


def _trial(outline: Outline, period: ReportingPeriod) -> Document:
    """The paper nobody keeps: under the outline's own title, marked on every page."""
    written = from_row(outline)
    document = compose(period, on=timezone.localdate(), outline=written)
    head = replace(document.letterhead, title=title_of(written, period))
    return replace(document, letterhead=head, mark=document.mark or MARK)


def _periods(user: User, outline: Outline) -> list[ReportingPeriod]:
    """The periods whose reports may follow the outline, newest first, of the provinces whose reports the person writes.

    A trial paper is a report nobody has signed: readers see headings only.
    """
    periods = ReportingPeriod.objects.filter(kind=outline.kind, plan__programme_id=outline.programme_id)
    if not user.is_superuser:
        periods = periods.filter(plan__province_id__in=dost_province_ids(user))
    if outline.province_id:
        periods = periods.filter(plan__province_id=outline.province_id)
    places = periods.select_related("plan__province", "plan__programme", "plan__document__issuer")
    return list(places.order_by("-year", "-number", "pk")[:MOST_PERIODS])


def _imagined(outline: Outline) -> ReportingPeriod:
    """A period nobody has opened, for headings only."""
    year = max(timezone.localdate().year, outline.valid_from_year)
    number = 1 if PeriodKind(outline.kind) in NUMBERED else 0
    first = year - SPAN if outline.kind in REVIEWS else None
    return ReportingPeriod(kind=outline.kind, year=year, number=number, covers_from=first, subject="…")


def _pdf(document: Document) -> HttpResponse:
    response = HttpResponse(print_pdf(document).content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="de-cuong.pdf"'
    response["Cache-Control"] = "no-store"
    return response
