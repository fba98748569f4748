"""The pages of a report's steps: each asks, says who will be told and what stands against it, then acts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from consolidation.forms.steps import ReportForm
from consolidation.models import Report
from consolidation.views.opening import REFUSED, opened, person
from consolidation.views.sections import Opened
from consolidation.views.step import Said, Step, nobody
from consolidation.views.step_table import STEPS
from support.views.uploads import takes_files

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class StepButton:
    """A step the person may take now, or why not yet."""

    step: Step
    url: str
    reasons: tuple[str, ...] = ()

    @property
    def quiet_tone(self) -> str:
        """How it looks beside the main button."""
        return "outline-primary" if self.step.tone == "primary" else self.step.tone


def steps_for(seen: Opened) -> list[StepButton]:
    """The buttons for the person: steps that are theirs and possible from where the report stands."""
    return [
        StepButton(
            step,
            reverse(step.view, args=[seen.report.pk]),
            step.reasons(seen.report, on=seen.today),
        )
        for step in STEPS
        if seen.report.state in step.sources and seen.may(step.permission)
    ]


def page_of(step: Step) -> View:
    """The page of ``step``: ask (GET), then take it (POST); whatever stands against it is said there."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def report_step(request: HttpRequest, pk: int) -> HttpResponse:
        report, today = opened(request, step.permission, pk), timezone.localdate()
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = step.form(data, files, report, today)
        problems = [problem] if (problem := getattr(request, "upload_problem", "")) else []
        if request.method == "POST" and form.is_valid():
            came, problems = _taken(request, report, step, form)
            if not problems and form.is_valid():
                messages.success(request, str(step.done))
                return redirect(came if isinstance(came, Report) else report)
        context = {
            "report": report,
            "step": step,
            "form": form,
            "problems": problems,
            "gaps": [] if problems else step.gate(report, on=today),
            "moved_on": report.state not in step.sources,
            "people": step.whom(report),
            "tells": step.whom is not nobody,
        }
        refused = request.method == "POST" and (problems or form.errors)
        return render(request, "consolidation/report_step.html", context, status=REFUSED if refused else 200)

    view = takes_files(report_step) if "file" in step.form.base_fields else report_step
    view.__name__ = f"report_{step.name}"
    view.__doc__ = f"Take the step “{step.name}”."
    return view


def _taken(request: HttpRequest, report: Report, step: Step, form: ReportForm) -> tuple[object, list[str]]:
    """Take the step: what came of it, and what stands against it as far as no field says it."""
    try:
        return step.act(report, Said(form, person(request), timezone.localdate())), []
    except RuleBroken as no:
        if hasattr(no, "error_dict") and set(no.error_dict) <= set(form.fields):
            form.add_error(None, no)
            return None, []
        return None, no.messages
    except ValidationError as no:  # the file is none that is taken
        form.add_error("file", no)
        return None, []
