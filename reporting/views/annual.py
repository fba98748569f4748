"""What the year of a period asks of each target."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from programmes.expressions import to_words
from programmes.queries.yearly import YearTarget, year_targets
from reporting.actions.annual import assign_year
from reporting.forms.annual import YearTargetsForm
from reporting.models import ReportingPeriod
from reporting.queries.issued import is_issued


@require_http_methods(["GET", "HEAD", "POST"])
def period_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Every target of the year: the enacted figure, or a field for DOST to assign one; readers only read."""
    periods = ReportingPeriod.objects.select_related("plan__province", "plan__document")
    period = get_permitted(request.user, "reporting.view_reportingperiod", periods, pk=pk)
    may_assign = request.user.has_perm("programmes.assign_annual_target", period.plan)
    if request.method == "POST" and not may_assign:
        raise PermissionDenied
    targets = year_targets(period.plan, period.year)
    form = YearTargetsForm(request.POST or None, targets=targets)
    issued = is_issued(period.plan, period.year)
    if form.is_valid() and _assigned(request, period, form):
        return redirect("reporting:period_targets", pk=pk)
    context = {
        "period": period,
        "form": form,
        "rows": [_row(entry, form, changes=may_assign and not issued) for entry in targets],
        "missing": sum(entry.is_missing for entry in targets),
        "may_assign": may_assign,
        "issued": issued,
    }
    return render(request, "reporting/period_targets.html", context)


def _assigned(request: HttpRequest, period: ReportingPeriod, form: YearTargetsForm) -> bool:
    """Assign; what is refused stays in the form with its reason."""
    try:
        changed = assign_year(
            period=period,
            figures=form.figures,
            by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
            reason=form.cleaned_data["reason"],
        )
    except RuleBroken as no:
        if no.code == "stale":
            for target, problem in no.message_dict.items():
                form.add_error(f"target-{target}", problem)
        else:
            form.add_error(None, no)
        return False
    said = ngettext(
        "%(number)s yearly figure was changed. It stands wherever the target is shown, marked as assigned.",
        "%(number)s yearly figures were changed. They stand wherever the targets are shown, marked as assigned.",
        changed,
    )
    messages.success(request, said % {"number": changed} if changed else _("Nothing was changed."))
    return True


def _row(entry: YearTarget, form: YearTargetsForm, *, changes: bool) -> dict[str, object]:
    """What the table shows of a target."""
    language = get_language() or "vi"
    field = form.figure_of(entry) if changes else None
    return {
        "entry": entry,
        "words": to_words(entry.target.expression, language),
        "field": field,
        "twin": form.shown_again(entry) if field else "",
    }
