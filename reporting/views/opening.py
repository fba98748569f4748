"""Open a period: the proposal and its one confirmation."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from organisations.models import Organisation
from organisations.queries import working_calendar
from papers.preview import shown, shown_annexes
from programmes.models import Plan
from programmes.queries.roles import provinces_on
from reporting.actions.opening import open_and_call
from reporting.documents.letters import compose_call
from reporting.forms.period import ChoosePeriodForm, OpenPeriodForm
from reporting.models import PeriodKind, ReportingPeriod
from reporting.queries.calendar import days_off_among, report_due
from reporting.queries.letter_facts import call_facts
from reporting.queries.obligations import Request
from reporting.queries.opening import (
    SEVERAL_YEARS,
    PeriodChoice,
    Proposal,
    choices_of,
    proposal_of,
    proposed_days,
    window_of,
)

DIGITS = 4  # of a year


@dataclass(frozen=True)
class Asked:
    """What the address (or the form sent) asks about; what it leaves out is the plan's first duty and this year."""

    plan: Plan
    choices: list[PeriodChoice]
    choice: PeriodChoice
    year: int
    covers_from: int | None

    @classmethod
    def of(cls, request: HttpRequest, plan: Plan) -> "Asked":
        """Read the request; years are kept within the plan."""
        given = {**request.GET.dict(), **request.POST.dict()}
        choices = choices_of(plan)
        wanted = given.get("which") or PeriodKind.YEAR.value
        choice = next((choice for choice in choices if choice.key == wanted), choices[0])
        year = _year(given.get("year", ""), plan) or min(
            max(timezone.localdate().year, plan.year_from), plan.year_to
        )
        first = _year(given.get("covers_from", ""), plan) or _first_year(plan, choice.kind, year)
        return cls(plan, choices, choice, year, min(first, year) if choice.kind in SEVERAL_YEARS else None)

    @property
    def facts(self) -> dict[str, Any]:
        """As the period has them."""
        return {"kind": self.choice.kind, "number": self.choice.number, "covers_from": self.covers_from}


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request: HttpRequest, key: str) -> HttpResponse:
    """Show what opening would mean and do it on one confirmation; ``check`` only looks again with other days."""
    plan = get_object_or_404(
        Plan.objects.select_related("province", "programme", "document__issuer"), key=key
    )
    if not request.user.has_perm("reporting.open_reportingperiod", ReportingPeriod(plan=plan)):
        raise PermissionDenied
    asked, calendar, today = Asked.of(request, plan), working_calendar(), timezone.localdate()
    days = proposed_days(
        plan, asked.choice.kind, asked.choice.number, asked.year, today=today, calendar=calendar
    )
    initial = {"year": asked.year, "covers_from": asked.covers_from, **vars(days)}
    bodies = Organisation.objects.filter(province__in=provinces_on(plan.province, days.due_on)).on(
        days.due_on
    )
    form = OpenPeriodForm(
        request.POST or None, plan=plan, choice=asked.choice, bodies=bodies, initial=initial
    )
    if form.is_valid() and "check" not in request.POST:
        opened = _open(request, asked, form)
        if opened is not None:
            return redirect(opened)
    context = {
        "plan": plan,
        "form": form,
        "asked": asked,
        "year": asked.year,
        "chooser": _chooser(asked),
        "window": window_of(asked.choice.kind, asked.choice.number, asked.year),
        "days_off": days_off_among(form.days, calendar),
        "report_due": report_due(plan, asked.year, calendar)
        if asked.choice.kind == PeriodKind.YEAR
        else None,
        **_proposed(request, asked, form),
    }
    if asked.choice.kind == PeriodKind.AD_HOC:
        context |= {
            "bodies": _by_kind(bodies),
            "ticked": form.ticked("units"),
            "ticked_tasks": form.ticked("tasks"),
        }
    return render(request, "reporting/period_open.html", context)


def _open(request: HttpRequest, asked: Asked, form: OpenPeriodForm) -> ReportingPeriod | None:
    """The period opened, or the one that is open already; None where a rule says no (it stands in the form)."""
    facts = {**asked.facts, **form.cleaned_data}
    try:
        period, told = open_and_call(plan=asked.plan, by=request.user, **facts)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    except RuleBroken as no:
        already = _already(asked.plan, asked, form.cleaned_data["year"])
        if no.code == "already_open" and already is not None:
            messages.info(request, no.reason)
            return already
        form.add_error(None, no)
        return None
    messages.success(request, _opened(period, told))
    return period


def _proposed(request: HttpRequest, asked: Asked, form: OpenPeriodForm) -> dict[str, Any]:
    """The proposal and the letter, or the period that is open already; of a request only once it names its units."""
    already = _already(asked.plan, asked, asked.year)
    if already is not None:
        return {"already": already}
    wanted = None
    period = ReportingPeriod(plan=asked.plan, year=asked.year, **asked.facts, **vars(form.days))
    if asked.choice.kind == PeriodKind.AD_HOC:
        typed = form.cleaned_data if form.is_bound else {}
        if not typed.get("units") or not typed.get("subject"):
            return {}
        period.subject = typed["subject"]
        wanted = Request(period.subject, tuple(typed["units"]), tuple(typed.get("tasks") or ()))
    proposal = proposal_of(period, wanted, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    return {"proposal": proposal, "period": period, **_letter(proposal)}


def _letter(proposal: Proposal) -> dict[str, Any]:
    """The call letter as it would be written."""
    if not proposal.owed:
        return {}
    document = compose_call(call_facts(proposal.period, proposal.owed))
    return {
        "document": document,
        "blocks": list(shown(document)),
        "annexes": list(shown_annexes(document)),
    }


def _already(plan: Plan, asked: Asked, year: int) -> ReportingPeriod | None:
    """The period asked about, where it is open already; a request is always another."""
    if asked.choice.kind == PeriodKind.AD_HOC:
        return None
    return ReportingPeriod.objects.filter(
        plan=plan, kind=asked.choice.kind, number=asked.choice.number, year=year
    ).first()


def _chooser(asked: Asked) -> ChoosePeriodForm:
    initial = {"which": asked.choice.key, "year": asked.year, "covers_from": asked.covers_from}
    return ChoosePeriodForm(
        plan=asked.plan,
        choices=asked.choices,
        chosen=asked.choice,
        initial=initial,
        prefix=None,
        auto_id="choose_%s",
    )


def _by_kind(bodies: Any) -> list[tuple[str, list[Organisation]]]:
    """The bodies of the province under the name of their kind."""
    ordered = sorted(bodies, key=lambda body: (body.kind, body.order, body.pk))
    return [
        (found[0].get_kind_display(), found)
        for found in (list(bodies) for _kind, bodies in groupby(ordered, key=lambda body: body.kind))
    ]


def _year(words: str, plan: Plan) -> int | None:
    """The year, kept within the plan; None where it is not one."""
    if not (words.isascii() and words.isdigit() and len(words) == DIGITS):
        return None
    return min(max(int(words), plan.year_from), plan.year_to)


def _first_year(plan: Plan, kind: PeriodKind, year: int) -> int:
    """Five years begin with the phase that holds the last of them, reviews with the plan."""
    if kind != PeriodKind.FIVE_YEAR:
        return plan.year_from
    phase = plan.phases.filter(year_from__lte=year, year_to__gte=year).first()
    return phase.year_from if phase else max(plan.year_from, year - 4)


def _opened(period: ReportingPeriod, told: int) -> str:
    units = period.submissions.count()
    sentence = ngettext(
        "%(period)s is open. %(units)s units now have their form and can fill it in from %(day)s; %(told)s person was told.",
        "%(period)s is open. %(units)s units now have their form and can fill it in from %(day)s; %(told)s people were told.",
        told,
    )
    day = vn_date(period.opens_on)
    return sentence % {"period": period.title, "units": units, "day": day, "told": told}
