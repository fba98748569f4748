"""The entry page of a form that moved to the unit that took over: what was typed into it is not lost."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render

from common.kept import page_of, taken
from reporting.actions.editing import MOVED
from reporting.forms.moved import typed_in
from reporting.queries.submissions import submissions_in_short
from reporting.queries.succession import moved_to

PAGE = "reporting:submission_edit"


def moved_away(request: HttpRequest, pk: int) -> HttpResponse:
    """To the heir's form; with what was typed (now, or when the session ended), shown to be copied.

    People of the former unit who do not work for the heir see their own words and no more. Http404: nothing moved,
    or neither the heir's form nor the page that was filled in is theirs.
    """
    heir = submissions_in_short().filter(pk=moved_to(pk) or 0).first()
    may_edit = heir is not None and request.user.has_perm("reporting.edit_submission", heir)
    page = page_of(request.POST.get("head-form", ""))
    is_theirs = page is not None and page.belongs(request.user, PAGE, pk)
    typed: QueryDict | None = taken(request, PAGE, pk) if request.method != "POST" else None
    if request.method == "POST" and (may_edit or is_theirs):
        typed = request.POST
    if heir is None or (typed is None and not may_edit):
        raise Http404
    if request.POST.get("save") == "auto":
        return JsonResponse({"state": "moved", "message": str(MOVED)}, status=409)
    if typed is None:
        return redirect(PAGE, heir.pk)
    context = {
        "heir": heir if may_edit else None,
        "typed": typed_in(typed, heir if may_edit else None),
        "problem": MOVED,
    }
    return render(request, "reporting/submission_moved.html", context, status=409)
