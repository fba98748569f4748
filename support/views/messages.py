"""Write a message about an application, from its page or from one of its own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import RuleBroken
from common.kept import FIELD, page_of, sign_in_first, taken, token_for
from support.actions.messages import send
from support.forms.messages import MessageForm
from support.models import Application
from support.queries.messages import messages_seen_by
from support.views.opening import HANDLE, opened, person
from support.views.sections.messages import WRITE, audiences_of
from support.views.uploads import takes_files


@takes_files
@login_not_required  # a message that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def application_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the thread above it; the same form sent twice is one message."""
    if not request.user.is_authenticated:
        return sign_in_first(request, WRITE, pk)
    application = opened(request, "support.write_message", pk)
    if application.submitted_at is None:
        messages.info(request, _("DOST does not see a draft. Write once it is handed in."))
        return redirect(application)
    facts: dict[str, Any] = {
        "is_office": person(request).has_perm(HANDLE, application),
        "token": token_for(request.user, WRITE, pk),
    }
    if request.method == "POST":
        return _sent(request, application, MessageForm(request.POST, request.FILES, **facts))
    return _page(request, application, MessageForm(taken(request, WRITE, pk), **facts))


def _sent(request: HttpRequest, application: Application, form: MessageForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, application, form)
    said = form.cleaned_data
    try:
        send(
            application,
            text=said["text"],
            by=person(request),
            is_internal=said.get("is_internal", False),
            files=said["attached"],
            page=_name_of_form(request, application),
        )
    except RuleBroken as no:
        form.add_error(None, no)
        return _page(request, application, form, status=409)
    note = said.get("is_internal")
    messages.success(request, _("The note was written.") if note else _("The message was sent."))
    return redirect(f"{application.get_absolute_url()}#trao-doi")


def _name_of_form(request: HttpRequest, application: Application) -> str:
    """Which form of all was sent; empty where it is none of ours for this person and application."""
    page = page_of(request.POST.get(FIELD, ""))
    return page.name if page is not None and page.belongs(person(request), WRITE, application.pk) else ""


def _page(
    request: HttpRequest, application: Application, form: MessageForm, status: int = 200
) -> HttpResponse:
    user = person(request)
    context = {
        "application": application,
        "form": form,
        "thread": messages_seen_by(user, application),
        "is_office": user.has_perm(HANDLE, application),
        "audiences": audiences_of(application, user),
        "problem": request.upload_problem,  # type: ignore[attr-defined] # set by takes_files
    }
    return render(request, "support/application_write.html", context, status=status)
