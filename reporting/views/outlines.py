"""Outlines of reports: the list, one outline, copying it, publishing, withdrawing, throwing a draft away."""

from dataclasses import replace
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from common.fields import digits
from organisations.models import Province
from organisations.queries import dost_province_ids
from reporting.actions.outline_writing import (
    copy_outline,
    discard_outline,
    publish_outline,
    withdraw_outline,
)
from reporting.documents.changes import changes_between
from reporting.documents.feeds import told_of
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import from_row
from reporting.documents.placeholders import explained
from reporting.documents.soundness import missing_from
from reporting.models import Outline, PeriodKind
from reporting.queries.outlines import family_of

EDIT, VIEW = "reporting.edit_outline", "reporting.view_outline"
HIGHEST = 10**6
CONFLICT = 409


@require_safe
def outline_list(request: HttpRequest) -> HttpResponse:
    """Every outline the person sees, by kind of report."""
    rows = list(Outline.objects.visible_to(_person(request)).with_place())
    kinds = list(PeriodKind)
    rows.sort(
        key=lambda row: (
            row.programme_id,
            kinds.index(PeriodKind(row.kind)),
            row.province_id or 0,
            -row.version,
        )
    )
    groups = [
        (programme.title, list(same)) for programme, same in groupby(rows, key=lambda row: row.programme)
    ]
    return render(request, "reporting/outline_list.html", {"groups": groups})


@require_safe
def outline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its sections, what feeds them, where its words come from, and what may be done with it."""
    outline = get_permitted(request.user, VIEW, Outline.objects.with_place(), pk=pk)
    written, groups = from_row(outline), dict(outline.programme.task_groups.values_list("code", "title"))
    context = {
        "outline": outline,
        "written": (shown := _readable(written)),
        "sections": [
            (section, told_of(section.feed), groups.get(section.national_group, ""))
            for section in shown.sections
        ],
        "missing": missing_from(written, groups),
        "versions": family_of(outline).visible_to(_person(request)).with_place(),
        "copies": _copies(_person(request), outline),
        "may_edit": request.user.has_perm(EDIT, outline),
    }
    return render(request, "reporting/outline_detail.html", context)


def _readable(written: Written) -> Written:
    """The outline with its placeholders in words: who reads it need not know their names."""
    sections = tuple(
        replace(
            each,
            heading=explained(each.heading),
            lead=explained(each.lead),
            nil_sentence=explained(each.nil_sentence),
        )
        for each in written.sections
    )
    return replace(
        written,
        title=explained(written.title),
        intro=tuple(map(explained, written.intro)),
        closing=explained(written.closing),
        sections=sections,
    )


@require_POST
def outline_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy to the next version: that of the province named in ``province``, else of whatever the person writes for."""
    source = get_permitted(request.user, VIEW, Outline.objects.with_place(), pk=pk)
    copies = _copies(_person(request), source)
    wanted = request.POST.get("province", "")
    chosen = next((province for province in copies if province and province.slug == wanted), None)
    if not copies or (wanted and chosen is None):
        raise PermissionDenied
    made = copy_outline(source=source, province=chosen if wanted else copies[0], by=_person(request))
    messages.success(request, _("This is a draft; no report follows it before it is published."))
    return redirect("reporting:outline_edit", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def outline_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what publishing means, then do it."""
    outline = get_permitted(request.user, EDIT, Outline.objects.with_place(), pk=pk)
    problem = None
    if request.method == "POST":
        edition = digits(request.POST.get("edition"), HIGHEST)
        try:
            publish_outline(outline=outline, edition=edition, by=_person(request))
        except RuleBroken as no:
            problem = no.reason
        else:
            messages.success(request, _("The outline is published. Reports started from now on follow it."))
            return redirect(outline)
    written, groups = from_row(outline), dict(outline.programme.task_groups.values_list("code", "title"))
    before = from_row(outline.based_on) if outline.based_on else None
    context = {
        "outline": outline,
        "problem": problem,
        "missing": missing_from(written, groups),
        "changes": list(changes_between(before, written)) if before else None,
    }
    return render(request, "reporting/outline_publish.html", context, status=CONFLICT if problem else 200)


@require_POST
def outline_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let no new report follow it."""
    outline = get_permitted(request.user, EDIT, Outline.objects.with_place(), pk=pk)
    try:
        withdraw_outline(outline=outline, by=_person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The outline is withdrawn; reports that follow it already go on."))
    return redirect(outline)


@require_POST
def outline_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    outline = get_permitted(request.user, EDIT, Outline.objects.with_place(), pk=pk)
    try:
        discard_outline(outline=outline, by=_person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
        return redirect(outline)
    messages.success(request, _("The draft is thrown away; what was published stays."))
    return redirect("reporting:outline_list")


def _copies(user: User, outline: Outline) -> list[Province | None]:
    """For whom the person may copy an outline: provinces, or None for the country."""
    provinces: list[Province | None] = list(Province.objects.filter(pk__in=dost_province_ids(user)))
    own = sorted(provinces, key=lambda province: province != outline.province)  # its own first
    return [*own, *([None] if user.is_superuser else [])]


def _person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - every page but the public ones asks for it
    return request.user
