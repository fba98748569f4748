"""The enterprise's own page: where everything it asked for stands and what is expected of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from enterprises.models import Enterprise, EnterpriseKind, enterprise_ids_of
from enterprises.queries.size import sizes_of
from organisations.queries import unit_ids_of
from support.queries.own import ending_certificates, in_own_words, own_applications, own_supports

PAGE_OF_OWN = 20
MOST_ENTERPRISES = 20  # of one person whose sizes and data are offered on the page


def own_page(request: HttpRequest, user: User) -> HttpResponse:
    """Applications, supports, certificates, sizes and own data of all enterprises ``user`` acts for."""
    ids, today = enterprise_ids_of(user), timezone.localdate()
    page = Paginator(own_applications(ids), PAGE_OF_OWN).get_page(request.GET.get("page"))
    enterprises = list(Enterprise.objects.filter(pk__in=ids).select_related("province")[:MOST_ENTERPRISES])
    context: dict[str, Any] = {
        "page": page,
        "rows": [in_own_words(application) for application in page],
        "supports": own_supports(ids, today),
        "certificates": ending_certificates(ids, today),
        "undeclared": _undeclared(enterprises, today.year),
        "managed": [e for e in enterprises if e.pk in enterprise_ids_of(user, managing=True)],
        "has_several": len(enterprises) > 1,
        "year": today.year,
        "today": today,
        "is_unit": bool(unit_ids_of(user)),
    }
    return render(request, "support/own_page.html", context)


def _undeclared(enterprises: list[Enterprise], year: int) -> list[Enterprise]:
    """Enterprises whose size the law reckons by figures that were not declared for ``year``."""
    companies = [each for each in enterprises if each.kind == EnterpriseKind.COMPANY]
    sizes = sizes_of(companies, timezone.localdate())
    return [e for e in companies if (d := sizes[e.pk].declaration) is None or d.year != year]
