"""The list of granted supports: DOST's and its readers' of the province, an enterprise's own; and the same as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.downloads import download
from common.sheets import MEDIA, write
from jobs.actions import enqueue
from support.exports.granted import granted_file_name, granted_table
from support.queries.desk import works_at_a_desk
from support.queries.desk_jobs import EXPORT, OF_SUPPORTS
from support.queries.granted import BESIDE, NEWEST, SupportsSought, granted_to_see, sought, totals_of
from support.queries.granted_columns import choices_of

PAGE = 50
MOST_ROWS_AT_ONCE = 2000  # a file with more rows is a job
HEADS = (  # words, the order they sort by
    (gettext_lazy("Support"), ""),
    (gettext_lazy("Enterprise"), "enterprise"),
    (gettext_lazy("State"), "late"),
    (gettext_lazy("Granted on"), "granted"),
    (gettext_lazy("Amount granted"), "amount"),
    (gettext_lazy("Paid"), ""),
    (gettext_lazy("Still to pay"), "left"),
)


@require_safe
def support_list(request: HttpRequest) -> HttpResponse:
    """What the filters of the address find, page by page, with sums over all of it."""
    user = _somebody(request)
    wanted = sought(request.GET)
    found = granted_to_see(user, wanted, timezone.localdate())
    totals = totals_of(found)
    paginator = Paginator(found.select_related(*BESIDE), PAGE)
    paginator.count = totals.count  # known already: a cached property takes it
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "totals": totals,
        "wanted": wanted,
        "choices": choices_of(user, wanted),
        "heads": [(words, *_order(wanted, key)) for words, key in HEADS],
        "is_desk": works_at_a_desk(user),
    }
    return render(request, "support/support_list.html", context)


def _order(wanted: SupportsSought, key: str) -> tuple[str, str]:
    """The address that sorts by ``key``, or turns the order round; and how it is sorted now."""
    if not key:
        return "", ""
    first, second = (f"-{key}", key) if f"-{key}" == NEWEST else (key, f"-{key}")
    now = {key: "ascending", f"-{key}": "descending"}.get(wanted.sort, "")
    return f"?{wanted.but(sort=second if wanted.sort == first else first).query}", now


def _somebody(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value] # signed in: every page but the public ones asks for it


@require_POST
def support_export(request: HttpRequest) -> HttpResponseBase:
    """The list of the address as a file: at once, or as a job where it is large."""
    user = _somebody(request)
    wanted, today = sought(request.GET), timezone.localdate()
    kind = "csv" if request.POST.get("kind") == "csv" else "xlsx"
    if granted_to_see(user, wanted, today)[MOST_ROWS_AT_ONCE:][:1].exists():
        asked = {"by": user.pk, "query": wanted.query, "kind": kind, "language": get_language()}
        job = enqueue(
            kind=EXPORT,
            title=_("Granted supports as a file (%(kind)s)") % {"kind": kind},
            asked_for=asked | {"of": OF_SUPPORTS},
            by=user,
        )
        return redirect("jobs:job_detail", pk=job.pk)
    with write(granted_table(user, wanted, today), kind) as held:
        return download(held.read(), name=granted_file_name(today, kind), kind=MEDIA[kind])
