"""Where a target's results come from, and what another source would do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from programmes.models import CountedFrom, Plan, Target
from reporting.actions.sources import choose_source
from reporting.forms.source import SourceForm
from reporting.queries.sources import choices_of, effect_of


@require_http_methods(["GET", "HEAD", "POST"])
def target_source(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Both sources side by side, year by year; choosing the other one asks why."""
    plans = Plan.objects.select_related("province", "document")
    plan = get_permitted(request.user, "programmes.assign_annual_target", plans, key=key)
    target = get_object_or_404(plan.targets.select_related("phase", "base_target__phase"), pk=pk)
    target.plan = plan
    effect = effect_of(target, on=timezone.localdate())
    form = SourceForm(
        request.POST or None, initial={"source": effect.source.value, "seen": target.counted_from}
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        problems = _chosen(request, target, form)
        if not problems and form.is_valid():
            messages.success(
                request, _("The source is chosen; it holds for every report rendered from now on.")
            )
            return redirect("reporting:target_source", key, pk)
    context = {
        "plan": plan,
        "target": target,
        "effect": effect,
        "form": form,
        "problems": problems,
        "contents": list(target.counting_contents.select_related("content").order_by("content__position")),
        "choices": choices_of(target),
    }
    return render(request, "reporting/target_source.html", context, status=409 if problems else 200)


def _chosen(request: HttpRequest, target: Target, form: SourceForm) -> list[str]:
    """Choose; what stands against it, as far as no field says it."""
    sent = form.cleaned_data
    try:
        choose_source(
            target,
            CountedFrom(sent["source"]),
            seen=sent["seen"],
            by=request.user,  # type: ignore[arg-type] # signed in
            reason=sent["reason"],
        )
    except RuleBroken as no:
        return no.messages
    return []
