"""Letters to the units: read them, take their files away, register them, chase those who are silent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from common.errors import RuleBroken
from organisations.queries import UNIT_ROLES, people_of, working_calendar
from papers.codec import from_json
from papers.files import has_files
from papers.forms import RegisterForm
from papers.preview import shown, shown_annexes
from papers.watching import files_fragment, watched
from reporting.actions.letter_files import LETTERS, request_files
from reporting.actions.letters import compose_again, make_letter, register_letter
from reporting.forms.letter import ChaseForm
from reporting.models import Letter, LetterKind, ReportingPeriod, Submission
from reporting.queries.letters import (
    chosen,
    last_day,
    letters_in_full,
    letters_of,
    told_of,
    usual_answer,
)
from reporting.queries.status import status_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONFLICT = 409


@require_safe
def letter_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of a period, newest first."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    letters = list(letters_of(period))
    context = {
        "period": period,
        "letters": letters,
        "has_call": any(letter.kind == LetterKind.CALL for letter in letters),
        "may_write": request.user.has_perm("reporting.write_letter", period),
    }
    return render(request, "reporting/letter_list.html", context)


@require_POST
def letter_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the call letter of a period that has none; a second click finds the first one's."""
    period = _writable(request, pk)
    letter = make_letter(period=period, kind=LetterKind.CALL, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    messages.success(request, _("The call letter is written; its files are being made."))
    return redirect(letter)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Say exactly who will be written to and told, then write the chase; ``submission`` names the forms chosen."""
    period = _writable(request, pk)
    given = request.POST or request.GET
    owing, filed, ours = chosen(period, _numbers(given.getlist("submission")))
    if not owing:
        messages.info(request, _nobody(filed, ours))
        return redirect("reporting:period_detail", pk=pk)
    proposed = usual_answer(period, timezone.localdate(), last_day(owing, period), working_calendar())
    sent = request.POST if "answer_by" in request.POST else None
    form = ChaseForm(sent, initial={"answer_by": proposed})
    if form.is_valid():
        try:
            letter = make_letter(
                period=period,
                kind=LetterKind.CHASE,
                submissions=[*owing, *filed],  # who filed since the page was shown is refused by name
                by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
                **form.cleaned_data,
            )
        except RuleBroken as no:
            form.add_error(None, no)
        else:
            messages.success(request, _("The chase letter is written, and the people of the units are told."))
            return redirect(letter)
    context = {"period": period, "form": form, "filed": filed, "ours": ours, **_whom(owing)}
    return render(request, "reporting/letter_chase.html", context, status=CONFLICT if form.errors else 200)


@require_safe
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it is written, its files or how far they are, whom it goes to; for HTMX only the job."""
    letter = get_permitted(request.user, "reporting.view_letter", letters_in_full(), pk=pk)
    job = LETTERS.jobs_of(letter).first()
    if request.htmx:  # type: ignore[attr-defined]
        return files_fragment(request, letter, LETTERS, job)
    document = from_json(letter.composed)
    context = {
        "letter": letter,
        "period": letter.period,
        **watched(letter, LETTERS, job),
        "document": document,
        "blocks": list(shown(document)),
        "annexes": list(shown_annexes(document)),
        "notices": list(told_of(letter)),
        "has_files": bool(letter.pdf and letter.word),
        "may_write": request.user.has_perm("reporting.write_letter", letter.period),
    }
    return render(request, "reporting/letter_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the number and day the registry gave the letter."""
    letter = get_permitted(request.user, "reporting.write_letter", letters_in_full(), pk=pk)
    head = from_json(letter.composed).letterhead
    issued_on = letter.document.issued_on if letter.document else timezone.localdate()
    initial = {"number": head.number, "symbol": head.symbol, "issued_on": issued_on}
    form = RegisterForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            register_letter(letter=letter, by=request.user, **form.cleaned_data)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        except RuleBroken as no:
            form.add_error(None, no)
        else:
            messages.success(request, _("Number and day are recorded; the files are being made again."))
            return redirect(letter)
    context = {"letter": letter, "period": letter.period, "form": form}
    return render(request, "reporting/letter_register.html", context, status=CONFLICT if form.errors else 200)


@require_POST
def letter_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a call letter anew from what is known now."""
    letter = get_permitted(request.user, "reporting.write_letter", letters_in_full(), pk=pk)
    try:
        compose_again(letter=letter, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The letter is written anew; its files are being made."))
    return redirect(letter)


@require_POST
def letter_render(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the files where they are missing or their making failed."""
    letter = get_permitted(request.user, "reporting.write_letter", letters_in_full(), pk=pk)
    if has_files(letter):
        messages.info(request, _("The files are there already; nothing was started twice."))
    else:
        request_files(letter=letter, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        messages.success(request, _("The files are being made. This page shows how far they are."))
    return redirect(letter)


@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, for those who may read the letter."""
    letter = get_permitted(request.user, "reporting.view_letter", letters_in_full(), pk=pk)
    return _file(letter, letter.pdf, "application/pdf")


@require_safe
def letter_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The Word file, for those who may read the letter."""
    letter = get_permitted(request.user, "reporting.view_letter", letters_in_full(), pk=pk)
    return _file(letter, letter.word, WORD)


def _periods() -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.select_related(
        "plan__province", "plan__programme", "plan__document__issuer"
    )


def _writable(request: HttpRequest, pk: int) -> ReportingPeriod:
    """The period whose letters the person may write: 404 out of sight, 403 in sight only."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    if not request.user.has_perm("reporting.write_letter", period):
        raise PermissionDenied
    return period


def _numbers(values: list[str]) -> list[int]:
    """The ids among what was sent; anything else names nothing."""
    return [
        int(value)
        for value in values
        if value.isascii() and value.isdigit() and len(value) < len("2147483647")
    ]


def _nobody(filed: list[Submission], ours: list[Submission]) -> str:
    if filed:
        return _("Every unit you chose has filed by now; nobody was written to.")
    if ours:
        return _("DOST does not write a letter to itself; choose other units.")
    return _("Choose the units to write to first.")


def _whom(owing: list[Submission]) -> dict[str, Any]:
    """Each unit written to with where its form stands and its people; how many people hear of it."""
    today, calendar = timezone.localdate(), working_calendar()
    people = people_of([form.organisation_id for form in owing], UNIT_ROLES)
    units = [(form, status_of(form, today, calendar), people[form.organisation_id]) for form in owing]
    told = {user.pk for users in people.values() for user in users}
    return {"units": units, "told": len(told), "unheard": sum(not users for users in people.values())}


def _file(letter: Letter, file: FieldFile, kind: str) -> HttpResponseBase:
    """A file of the letter."""
    return stored_file(file, name=_file_name(letter, (file.name or "").rpartition(".")[2]), kind=kind)


def _file_name(letter: Letter, ending: str) -> str:
    """What the file is called on the reader's desk, in the language of the paper; a draft says so."""
    kind = "Đề nghị báo cáo" if letter.kind == LetterKind.CALL else "Đôn đốc báo cáo"
    if letter.document is not None:
        number = letter.document.number_and_symbol.replace("/", "-")
        return f"Công văn {number} – {kind}.{ending}"
    return f"Công văn – {kind} {letter.period.year} – {letter.period.plan.province.name} (dự thảo).{ending}"
