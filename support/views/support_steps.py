"""The steps of a granted support: each a page that asks, says who will be told, and what happens next."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from support.forms.support_form import SupportForm
from support.models import Support
from support.queries.audience import Audience, applicant_audience, desk_audience
from support.queries.supports import open_ends, supports_in_full
from support.views.support_step import Said, Step
from support.views.support_table import SETTLE, STEPS
from support.views.uploads import takes_files

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class StepButton:
    """A step the person may take now, or why not yet."""

    step: Step
    url: str
    reason: str = ""


def steps_for(user: User, support: Support, gaps: list[str]) -> list[StepButton]:
    """The buttons for ``user``: steps that are theirs and possible from where the support stands."""
    return [
        StepButton(step, reverse(step.view, args=[support.pk]), " ".join(gaps) if step is SETTLE else "")
        for step in STEPS
        if support.state in step.sources
        and step.concerns(support)
        and user.has_perm(step.permission, support)
    ]


def page_of(step: Step) -> View:
    """The page of ``step``: ask (GET), then take it (POST); whatever stands against it is said there."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def support_step(request: HttpRequest, pk: int) -> HttpResponse:
        support = get_permitted(request.user, step.permission, supports_in_full(), pk=pk)
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = step.form(*sent, support, timezone.localdate())  # type: ignore[call-arg] # every form of a step takes these
        if (
            request.method == "GET"
            and (asked := request.GET.get("milestone", ""))
            and "milestone" in form.fields
        ):
            form.initial["milestone"] = asked
        problems = [problem] if (problem := getattr(request, "upload_problem", "")) else []
        if request.method == "POST" and form.is_valid():
            problems = _taken(request, support, step, form)
            if not problems and form.is_valid():
                messages.success(request, str(step.done))
                return redirect(support)
        context = {
            "support": support,
            "step": step,
            "form": form,
            "problems": problems,
            "gaps": open_ends(support) if step is SETTLE else [],
            "moved_on": support.state not in step.sources,
            "audiences": _audiences(step, support),
        }
        return render(
            request,
            "support/support_step.html",
            context,
            status=409 if problems and request.method == "POST" else 200,
        )

    support_step = takes_files(support_step) if "uploads" in step.form.base_fields else support_step
    support_step.__name__ = f"support_{step.name}"
    support_step.__doc__ = f"Take the step “{step.name}”."
    return support_step


def _taken(request: HttpRequest, support: Support, step: Step, form: SupportForm) -> list[str]:
    """Take the step; what stands against it, as far as no field says it."""
    try:
        step.act(support, Said(form, request.user, timezone.localdate()))  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        if hasattr(no, "error_dict") and set(no.error_dict) <= set(form.fields):
            form.add_error(None, no)
            return []
        return no.messages
    return []


def _audiences(step: Step, support: Support) -> list[Audience]:
    application = support.item.application
    told = {"enterprise": applicant_audience, "dost": desk_audience}
    return [told[step.tells](application)] if step.tells else []
