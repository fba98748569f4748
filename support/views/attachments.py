"""The papers of a dossier: the list with its uploads, a file itself, taking one out."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from common.errors import RuleBroken
from journal.actions import note_reading
from support.actions.attachments import attach, detach
from support.forms.uploads import FilesForm
from support.models import Application, Attachment, RequiredPaper
from support.queries.attachments import papers_of, shelves
from support.queries.papers import papers_for
from support.states import ApplicationState as State
from support.views.drafts import EDIT, RECORDS
from support.views.opening import is_own
from support.views.uploads import takes_files

FILES = Attachment.objects.select_related(
    "application__plan", "application__enterprise", "paper", "point__request", "message", "opinion", "support"
)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers the dossier has to hold, what is there, and more files for each."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    if application.state != State.DRAFT and request.method != "POST":
        return redirect(f"{application.get_absolute_url()}#giay-to")
    papers = papers_for(
        application.plan, application.items.values_list("content_id", flat=True), timezone.localdate()
    )
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _added(request, application, form, papers)
        except RuleBroken as no:
            form.add_error("upload", no)
            status = 409
    context = {
        "application": application,
        "shelves": shelves(papers, papers_of(application, request.user)),  # type: ignore[arg-type] # signed in
        "form": form,
        "empty": FilesForm(),
        "at": str(form["paper"].value() or "") if form.is_bound else None,
        "problem": request.upload_problem,  # type: ignore[attr-defined] # set by takes_files
    }
    return render(request, "support/attachment_add.html", context, status=status)


@require_safe
def attachment_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """The file, to keep: never shown inside the portal, never kept in between."""
    attachment = get_permitted(request.user, "support.view_attachment", FILES, pk=file_pk, application=pk)
    note_reading(request, attachment.application, is_own=is_own(request, attachment.application))
    return stored_file(attachment.file, name=attachment.name, kind=attachment.content_type)


@require_POST
def attachment_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file out of the draft; it asked once, naming the file."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    attachment = get_object_or_404(FILES, pk=file_pk, application=application)
    try:
        detach(attachment, by=request.user)  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("“%(name)s” was removed.") % {"name": attachment.name})
    return redirect("support:attachment_add", application.pk)


def _added(
    request: HttpRequest, application: Application, form: FilesForm, papers: list[RequiredPaper]
) -> HttpResponse:
    """Keep every file of the sending; RuleBroken at the first that may not be kept, those before it stay."""
    asked = form.cleaned_data["paper"]
    paper = next((paper for paper in papers if str(paper.pk) == asked), None)
    received = form.cleaned_data["upload"]
    for file in received:
        attach(application, file, by=request.user, paper=paper)  # type: ignore[arg-type] # signed in
    messages.success(
        request,
        ngettext("%(number)s file was added.", "%(number)s files were added.", len(received))
        % {"number": len(received)},
    )
    anchor = f"paper-{paper.pk}" if paper else "paper-free"
    return redirect(f"{reverse('support:attachment_add', args=[application.pk])}#{anchor}")
