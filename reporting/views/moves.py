"""What moves from units that have ended to those that took over: told first, then done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from reporting.actions.refreshing import refresh_obligations
from reporting.actions.succession import move_obligations
from reporting.models import ReportingPeriod
from reporting.queries.succession import moves_of


@require_http_methods(["GET", "HEAD", "POST"])
def period_moves(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell which lines go where; a POST moves them and gives new holders of roles their forms."""
    periods = ReportingPeriod.objects.select_related("plan__province", "plan__document", "plan__programme")
    period = get_permitted(request.user, "reporting.open_reportingperiod", periods, pk=pk)
    today = timezone.localdate()
    if request.method == "POST":
        moved = move_obligations(period, on=today, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        grown = refresh_obligations(period, on=today, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        messages.success(request, _done(len(moved), len(grown)))
        return redirect(period)
    context = {"period": period, "moves": moves_of(period, today)}
    return render(request, "reporting/period_moves.html", context)


def _done(moved: int, grown: int) -> str:
    if not moved and not grown:
        return _("Nothing had to be moved; every unit has what it owes.")
    told = []
    if moved:
        sentence = ngettext(
            "%(forms)s form took over what ended units owed.",
            "%(forms)s forms took over what ended units owed.",
            moved,
        )
        told.append(sentence % {"forms": moved})
    if grown:
        sentence = ngettext(
            "%(forms)s unit got what it had come to owe.",
            "%(forms)s units got what they had come to owe.",
            grown,
        )
        told.append(sentence % {"forms": grown})
    return " ".join(told)
