"""The register of obstacles and proposals, and what was answered to each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from common.vietnamese import clean
from reporting.actions.answers import record_answer
from reporting.forms.answer import AnswerForm
from reporting.models import Statement, StatementKind
from reporting.models.statement import FOLLOWED
from reporting.queries.proposals import (
    Wanted,
    addressees_of,
    matter_about,
    matters_of,
    plans_and_years_of,
    register_of,
    statements_to_follow,
)

PAGE = 25
MOST_SOUGHT = 200


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Obstacles and proposals across the years, each with its unit, years and answers; filters in the address."""
    user, wanted = request.user, _wanted(request)
    page = Paginator(register_of(user, wanted), PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    plans, years = plans_and_years_of(user)  # type: ignore[arg-type] # as above
    context = {
        "page": page,
        "matters": matters_of(page.object_list, user),  # type: ignore[arg-type] # as above
        "wanted": wanted,
        "plans": plans,
        "years": years,
        "kinds": [(kind.value, StatementKind(kind).label) for kind in FOLLOWED],
        "addressees": addressees_of(user),  # type: ignore[arg-type] # as above
    }
    return render(request, "reporting/proposal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter through its years with its answers; DOST records another one."""
    permission = "reporting.view_statement" if request.method != "POST" else "reporting.answer_statement"
    statement = get_permitted(request.user, permission, statements_to_follow(), pk=pk)
    matter = matter_about(statement, request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            _record(request, matter.latest, form)
        except RuleBroken as no:
            form.add_error(None, no)
        else:
            return redirect(matter.latest)
    context = {
        "matter": matter,
        "statement": matter.latest,
        "form": form,
        "may_answer": request.user.has_perm("reporting.answer_statement", matter.latest),
    }
    return render(request, "reporting/proposal_detail.html", context)


def _record(request: HttpRequest, statement: Statement, form: AnswerForm) -> None:
    by, today = request.user, timezone.localdate()
    record_answer(statement, **form.facts, by=by, on=today)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    messages.success(request, _("The answer is recorded. The unit reads it here and beside its next form."))


def _wanted(request: HttpRequest) -> Wanted:
    """The filters of the address; what is not known filters nothing out."""
    asked = {
        name: clean(request.GET.get(name, ""))[:MOST_SOUGHT]
        for name in ("plan", "kind", "addressee", "state")
    }
    year = request.GET.get("year", "")
    is_year = year.isascii() and year.isdigit() and len(year) == len("2026")
    return Wanted(**asked, year=int(year) if is_year else None)
