"""The page on which an outline is written: its words, its sections in order, add, move and remove without JavaScript."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.access import get_permitted
from common.conflict import VERSION
from common.errors import RuleBroken
from common.fields import digits
from common.kept import sign_in_first, taken, token_for
from common.templatetags.formats import vn_datetime
from reporting.actions.outline_writing import STALE, save_outline
from reporting.documents import placeholders
from reporting.forms.outline import MOST_READ, OutlineForm, sent_rows
from reporting.forms.outline_conflict import as_query, conflict_of, sent_of, settled, with_added
from reporting.forms.outline_rows import Row, moved, numbered, with_one_more, without
from reporting.models import Outline

PAGE, ADDRESS = "reporting/outline_edit.html", "reporting:outline_edit"
CONFLICT = 409


@login_not_required  # an outline that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def outline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft; a published outline is only read and copied. What was typed into it is shown whatever happened."""
    if not request.user.is_authenticated:
        return sign_in_first(request, ADDRESS, pk)
    outline = get_permitted(request.user, "reporting.edit_outline", Outline.objects.with_place(), pk=pk)
    if request.method != "POST":
        return _opened(request, outline)
    act, _colon, place = request.POST.get("act", "save").partition(":")
    if act == "save":
        return _save(request, outline, OutlineForm(outline, request.POST))
    if act == "chosen":
        return _chosen(request, outline)
    if act == "restore":
        return _brought_back(request, outline, request.POST)
    rows, at = _amended(sent_rows(request.POST), act, digits(place, MOST_READ))
    form = OutlineForm(outline, request.POST, rows)
    form.hush()
    return _page(request, outline, form, unsaved=True, at=at)


def _opened(request: HttpRequest, outline: Outline) -> HttpResponse:
    """The outline as stored, or with what was typed when the session ended: not judged, not saved."""
    typed = taken(request, ADDRESS, outline.pk)
    if typed is not None:
        return _brought_back(request, outline, typed)
    if not outline.is_draft:
        messages.info(request, _("A published outline does not change. Copy it to a new version."))
        return redirect(outline)
    return _page(request, outline, OutlineForm(outline, token=token_for(request.user, ADDRESS, outline.pk)))


def _brought_back(request: HttpRequest, outline: Outline, data: QueryDict) -> HttpResponse:
    """What was typed, not judged and not saved; it still says which edition it was typed into."""
    form = OutlineForm(outline, data)
    form.hush()
    return _page(request, outline, form, restored=True)


def _save(request: HttpRequest, outline: Outline, form: OutlineForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, outline, form, status=CONFLICT)
    try:
        save_outline(outline=outline, content=form.content(), edition=form.edition, by=_person(request))
    except RuleBroken as no:
        if no.code == STALE:
            return _two_versions(request, outline, form)
        form.head.add_error(None, no)
        return _page(request, outline, form, status=CONFLICT)
    messages.success(request, _("The draft is saved."))
    wanted = "reporting:outline_publish" if "publish" in request.POST else "reporting:outline_edit"
    return redirect(wanted, pk=outline.pk)


def _chosen(request: HttpRequest, outline: Outline) -> HttpResponse:
    """Save what was sent with the choices between the two versions made in it; without all of them ask again."""
    stored = OutlineForm(outline)
    typed = with_added(OutlineForm(outline, request.POST), stored)
    conflict = conflict_of(typed, stored)
    if not conflict.is_decided or request.POST.get(VERSION) != str(outline.edition):
        return _two_versions(request, outline, typed, was_chosen=True)
    data = as_query(settled(typed, conflict), edition=str(outline.edition))
    return _save(request, outline, OutlineForm(outline, data))


def _two_versions(
    request: HttpRequest, outline: Outline, typed: OutlineForm, *, was_chosen: bool = False
) -> HttpResponse:
    """Both versions beside each other; nothing is lost and nothing overwritten."""
    outline.refresh_from_db()
    stored = OutlineForm(outline)
    typed = with_added(typed, stored)
    context = {
        "outline": outline,
        "conflict": conflict_of(typed, stored),
        "sent": (sent_of(typed) | {VERSION: str(outline.edition)}).items(),
        "person": outline.changed_by,
        "problems": [_saved_words(outline)],
        "was_chosen": was_chosen,
        "button": "act",
    }
    return render(request, "reporting/outline_conflict.html", context, status=CONFLICT)


def _saved_words(outline: Outline) -> str:
    words = _("%(person)s saved it at %(moment)s. Nothing was overwritten and nothing you typed is lost.")
    return words % {"person": outline.changed_by or _("somebody"), "moment": vn_datetime(outline.changed_at)}


def _amended(rows: list[Row], act: str, place: int) -> tuple[list[Row], int]:
    """The rows after a button was pressed, and the one the keyboard goes to."""
    if act == "end":
        return with_one_more(rows, len(rows) - 1), len(rows)
    if act == "number" or place >= len(rows):
        return (numbered(rows) if act == "number" else rows), 0
    match act:
        case "up" | "down":
            return moved(rows, place, up=act == "up")
        case "add":
            return with_one_more(rows, place), place + 1
        case "remove":
            return without(rows, place), max(place - 1, 0)
    return rows, place


def _page(
    request: HttpRequest, outline: Outline, form: OutlineForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    known = (
        (_("In the title and in headings"), placeholders.IN_HEADINGS),
        (_("In other texts also"), placeholders.CITED),
        (_("In the second paragraph of the opening also"), placeholders.ASKED),
        (_("In the sentence that leads in to work in other programmes also"), placeholders.HOSTS),
    )
    context = {
        "outline": outline,
        "form": form,
        "known": [(where, list(names.items())) for where, names in known],
        **more,
    }
    return render(request, PAGE, context, status=status)


def _person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - every page but the public ones asks for it
    return request.user
