"""The page of a granted support: what was agreed, done, paid, reached, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from support.queries.supports import account_of, history_of, is_late, open_ends, supports_in_full
from support.states import SupportState
from support.views.support_steps import steps_for


@require_safe
def support_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The support, the same page for the enterprise and DOST; each sees the steps that are theirs."""
    support = get_permitted(request.user, "support.view_support", supports_in_full(), pk=pk)
    today = timezone.localdate()
    gaps = open_ends(support) if support.state == SupportState.ACCEPTED else []
    buttons = steps_for(request.user, support, gaps)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    context = {
        "support": support,
        "account": account_of(support),
        "milestones": [(each, is_late(each, today)) for each in support.milestones.all()],
        "counting": [each for each in support.outcomes.all() if each.struck_on is None],
        "struck": [each for each in support.outcomes.all() if each.struck_on is not None],
        "gaps": gaps,
        "buttons": [button for button in buttons if not button.step.quiet],
        "quiet": [button for button in buttons if button.step.quiet],
        "journal": history_of(support),
    }
    return render(request, "support/support_detail.html", context)
