"""The named records behind a form's figures: the list, and adding, changing and removing one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.models import Enterprise
from enterprises.queries import found_by, nameable
from journal.actions import note_readings
from journal.actions.reading import place_of
from organisations.models import Province
from organisations.queries import working_calendar
from reporting.actions.record_rows import RecordEntry
from reporting.actions.records import Written, write_records
from reporting.completeness import records_lack
from reporting.forms.record import SupportForm
from reporting.models import (
    Activity,
    CertifiedExpert,
    Figure,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.records import (
    attach_claims,
    likely_kind,
    records_in_all,
    records_of,
    submissions_with_records,
)
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import submissions_in_short
from reporting.views.record_kinds import KINDS, Kind

MOST_FOUND = 12


@require_safe
def submission_records(request: HttpRequest, pk: int) -> HttpResponse:
    """Every named record of a form with what it stands behind; double claims are said at their place."""
    submission = get_permitted(request.user, "reporting.view_submission", submissions_with_records(), pk=pk)
    today, calendar = timezone.localdate(), working_calendar()
    lines = records_of(submission)
    is_ours = request.user.has_perm("reporting.edit_submission", submission)
    _note_experts(request, [row for part in lines for group in part.groups for row in group.records], is_ours)
    refusal = entry_refusal(submission, today, calendar)
    context = {
        "submission": submission,
        "status": status_of(submission, today, calendar),
        "lines": lines,
        "lacking": list(records_lack(lines)),
        "bare": [part for part in lines if not part.groups],
        "total": records_in_all(lines),
        "claims": attach_claims(lines, submission),
        "is_ours": is_ours,
        "may_edit": is_ours and not refusal,
        "refusal": refusal,
        "decides": request.user.has_perm("reporting.decide_doubleclaim", submission.period),
        "reads_province": request.user.has_perm("reporting.view_reportingperiod", submission.period),
    }
    return render(request, "reporting/submission_records.html", context)


def _note_experts(request: HttpRequest, records: list[Any], is_own: bool = True) -> None:  # noqa: FBT001, FBT002 - one fact
    """Experts are people: whoever sees their names has read them. Enterprises are only named here, as the registries do."""
    keys = [row.pk for row in records if isinstance(row, CertifiedExpert)]
    note_readings(request.user, CertifiedExpert, keys, place=place_of(request), is_own=is_own)


@require_http_methods(["GET", "HEAD", "POST"])
def record_add(request: HttpRequest, pk: int, kind: str, place: int) -> HttpResponse:
    """A new record under a line, or behind a figure; an enterprise is chosen first."""
    submission, of = _submission(request, pk), _kind(kind)
    line, figure = _place(submission, of, place)
    chosen = _chosen(request, submission) if of.is_enterprise else None
    if of.is_enterprise and request.method != "POST" and chosen is None and "new" not in request.GET:
        return redirect("reporting:record_choose", pk, place)
    form = _form(request, submission, of, _initial(request, of, line), chosen)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        written = _try(request, submission, form.entry(place), problems)  # type: ignore[attr-defined] # every form of KINDS has it
        if written is not None:
            _say(request, written)
            if request.POST.get("save") == "another":
                return redirect("reporting:record_add", pk, kind, place)
            return redirect(f"{reverse('reporting:submission_records', args=[pk])}#line-{line.pk}")
    context = {"title": of.add, "is_new": True, "kind": of, "place": place, "chosen": chosen}
    facts = {"line": line, "figure": figure, "form": form, "problems": problems}
    return _form_page(request, submission, context | facts)


@require_http_methods(["GET", "HEAD", "POST"])
def record_change(request: HttpRequest, pk: int, kind: str, record: int) -> HttpResponse:
    """Change one record; the enterprise of a support stays, another one is another record."""
    submission, of = _submission(request, pk), _kind(kind)
    row = get_object_or_404(of.model, **{f"{of.path}__submission": submission}, pk=record)
    _note_experts(request, [row])
    place = row.figure_id if isinstance(row, SupportedEnterprise) else row.line_id
    line, figure = _place(submission, of, place)
    chosen = row.enterprise if isinstance(row, SupportedEnterprise) else None
    form = _form(request, submission, of, of.values(row), chosen)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        entry = form.entry(place, record)  # type: ignore[attr-defined] # every form of KINDS has it
        if _try(request, submission, entry, problems) is not None:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('reporting:submission_records', args=[pk])}#line-{line.pk}")
    context = {"title": of.change, "is_new": False, "kind": of, "record": row, "chosen": chosen}
    facts = {"line": line, "figure": figure, "form": form, "problems": problems}
    return _form_page(request, submission, context | facts)


@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(request: HttpRequest, pk: int, kind: str, record: int) -> HttpResponse:
    """Ask once, naming the record, and take it away."""
    submission, of = _submission(request, pk), _kind(kind)
    row = get_object_or_404(of.model, **{f"{of.path}__submission": submission}, pk=record)
    _note_experts(request, [row])
    problems: list[str] = []
    if request.method == "POST" and _try(request, submission, of.remove(row), problems) is not None:
        messages.success(request, _("Removed: %(record)s. The figures are counted anew.") % {"record": row})
        return redirect("reporting:submission_records", pk)
    context = {"submission": submission, "record": row, "problems": problems}
    return render(request, "reporting/record_remove.html", context, status=409 if problems else 200)


@require_safe
def record_choose(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Look an enterprise up by name or tax code, with or without dấu; HTMX gets the list only."""
    submission, of = _submission(request, pk), KINDS["doanh-nghiep"]
    line, figure = _place(submission, of, place)
    sought = request.GET.get("q", "").strip()
    found = list(
        found_by(sought, nameable([_province(submission)], timezone.localdate(), code=sought))[
            : MOST_FOUND + 1
        ]
    )
    context = {
        "submission": submission,
        "line": line,
        "figure": figure,
        "place": place,
        "sought": sought,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "most": MOST_FOUND,
    }
    template = "_record_enterprises" if request.htmx else "record_choose"  # type: ignore[attr-defined]
    return render(request, f"reporting/{template}.html", context)


def _submission(request: HttpRequest, pk: int) -> Submission:
    return get_permitted(request.user, "reporting.edit_submission", submissions_in_short(), pk=pk)


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _place(submission: Submission, of: Kind, place: int) -> tuple[SubmissionLine, Figure | None]:
    """The line, and for enterprises the figure, that ``place`` names in the form."""
    lines = SubmissionLine.objects.select_related("task", "national_group")
    if not of.is_enterprise:
        return get_object_or_404(lines, submission=submission, pk=place), None
    figure = get_object_or_404(Figure, line__submission=submission, pk=place)
    return lines.get(pk=figure.line_id), figure


def _chosen(request: HttpRequest, submission: Submission) -> Enterprise | None:
    """The enterprise named in the address or pressed among the offers; with its tax code where it sits elsewhere."""
    asked = request.POST.get("enterprise") or request.GET.get("enterprise") or ""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):  # noqa: PLR2004 - digits of a key
        return None
    code = request.POST.get("tax_code") or request.GET.get("tax_code") or ""
    known = nameable([_province(submission)], timezone.localdate(), code=code)
    return known.filter(pk=int(asked)).first()


def _province(submission: Submission) -> Province:
    return submission.organisation.province or submission.period.plan.province


def _initial(request: HttpRequest, of: Kind, line: SubmissionLine) -> dict[str, Any]:
    if of.model is Activity:
        return {
            "kind": likely_kind(tuple(line.figures.all()), line),
            "organiser": line.submission.organisation,
        }
    if not of.is_enterprise:
        return {}
    return {"name": request.GET.get("new", "")[:300], "tax_code": request.GET.get("tax_code", "")[:20]}


def _form(
    request: HttpRequest, submission: Submission, of: Kind, initial: dict[str, Any], chosen: Enterprise | None
) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if of.is_enterprise:
        return SupportForm(data, initial=initial, province=_province(submission), chosen=chosen)
    return of.form(data, initial=initial)


def _try(
    request: HttpRequest, submission: Submission, entry: RecordEntry, problems: list[str]
) -> Written | None:
    """Write one entry; what the rules say against it goes to ``problems``."""
    try:
        return write_records(
            submission,
            records=[entry],
            by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
            on=timezone.localdate(),
        )
    except RuleBroken as no:
        problems += no.messages
        return None


def _say(request: HttpRequest, written: Written) -> None:
    if written.added:
        messages.success(
            request, _("Added: %(record)s. The figure counts it.") % {"record": written.records[0]}
        )
    else:
        messages.info(
            request,
            _("%(record)s is in the list already; nothing was added twice.") % {"record": written.records[0]},
        )


def _form_page(request: HttpRequest, submission: Submission, context: dict[str, Any]) -> HttpResponse:
    refusal = entry_refusal(submission, timezone.localdate(), working_calendar())
    facts = {"submission": submission, "refusal": refusal, **context}
    status = 409 if context["problems"] else 200
    return render(request, "reporting/record_form.html", facts, status=status)
