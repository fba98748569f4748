"""The page of a granted support: what was agreed, done, paid, reached, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from support.queries.supports import account_of, history_of, supports_in_full


@require_safe
def support_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The support, the same page for the enterprise and DOST; each sees the steps that are theirs."""
    support = get_permitted(request.user, "support.view_support", supports_in_full(), pk=pk)
    today = timezone.localdate()
    context = {
        "support": support,
        "today": today,
        "account": account_of(support),
        "journal": history_of(support),
    }
    return render(request, "support/support_detail.html", context)
