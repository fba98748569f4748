"""The enterprise declares its size for a year, having seen what it amounts to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from common.fields import digits
from common.kept import sign_in_first, taken, token_for
from enterprises.actions.editing import STALE
from enterprises.actions.sizes import declarable_years, declare_size
from enterprises.forms.beside import show_stored
from enterprises.forms.size import SizeForm, initial
from enterprises.models import Enterprise, SizeDeclaration, SizeThreshold
from enterprises.queries.size import Size, judge, not_scaled

DECLARE, PAGE = "enterprises.declare_size", "enterprises:size_declare"


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def size_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare people, revenue and capital; “Compute” shows the class and every step without saving anything."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PAGE, pk)
    records = Enterprise.objects.select_related("province")
    enterprise = get_permitted(request.user, DECLARE, records, pk=pk)
    year = _year(request)
    typed = request.POST if request.method == "POST" else taken(request, PAGE, pk)
    form = SizeForm(
        typed,
        on=timezone.localdate(),
        initial=initial(enterprise, year, _declared(enterprise, year)),
    )
    status, size = 200, None
    if request.method == "POST" and form.is_valid():
        size = _computed(enterprise, form)
        if request.POST.get("save") != "compute":
            try:
                return _save(request, enterprise, form)
            except RuleBroken as no:
                status = _tell(form, no, enterprise, year)
    context = {
        "enterprise": enterprise,
        "form": form,
        "size": size,
        "year": year,
        "years": declarable_years(timezone.localdate()),
        "why_not": not_scaled(enterprise.kind),
        "token": token_for(request.user, PAGE, pk),
        "restored": typed is not None and request.method != "POST",
    }
    return render(request, "enterprises/size_declare.html", context, status=status)


def _save(request: HttpRequest, enterprise: Enterprise, form: SizeForm) -> HttpResponse:
    declare_size(
        enterprise,
        year=form.cleaned_data["year"],
        figures=form.figures(),
        seen=form.cleaned_data["seen"],
        by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        now=timezone.localtime(),
    )
    messages.success(request, _("Declared. Correct it before you ask for support if anything changes."))
    return redirect(enterprise)


def _tell(form: SizeForm, no: RuleBroken, enterprise: Enterprise, year: int) -> int:
    """Say no at the form, beside what somebody else declared meanwhile; the status to answer with."""
    form.add_error(None, no)
    if no.code != STALE:
        return 422
    show_stored(form, initial(enterprise, year, _declared(enterprise, year)), "seen")
    return 409


def _year(request: HttpRequest) -> int:
    asked: Any = request.POST.get("year") or request.GET.get("year")
    years = declarable_years(timezone.localdate())
    year = digits(asked, years[0])
    return year if year in years else years[0]


def _declared(enterprise: Enterprise, year: int) -> SizeDeclaration | None:
    return SizeDeclaration.objects.filter(enterprise=enterprise, year=year).first()


def _computed(enterprise: Enterprise, form: SizeForm) -> Size:
    today = timezone.localdate()
    typed = SizeDeclaration(enterprise=enterprise, year=form.cleaned_data["year"], **form.figures())
    return judge(typed, list(SizeThreshold.objects.on(today)), today)
