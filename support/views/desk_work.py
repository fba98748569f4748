"""What is done with the rows of the desk: take them away as a file, take a step on many of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.access import get_permitted
from common.downloads import download, kept_file
from common.fields import digits
from common.sheets import MEDIA, write
from jobs.actions import enqueue
from organisations.queries import working_calendar
from support.actions import batches
from support.exports.desk import file_name, table_of
from support.exports.granted import granted_file_name
from support.models import Application
from support.queries.desk import applications_of, desk_of, handles_applications, on_the_desk, works_at_a_desk
from support.queries.desk_jobs import BATCH, EXPORT, OF_SUPPORTS, finished
from support.queries.wanted import Wanted, wanted

MOST_AT_ONCE = 50  # a step on more applications than that is a job
MOST_ROWS_AT_ONCE = 2000  # a file with more rows is one
MOST_TICKED = 1000
MOST_ID = 2**62
ASSIGNING = ("take", "assign", "release")


@require_POST
def desk_export(request: HttpRequest) -> HttpResponseBase:
    """The desk of the address as a file: at once, or as a job where it is large."""
    user, asked, today = _somebody_at_a_desk(request), wanted(request.GET), timezone.localdate()
    kind = "csv" if request.POST.get("kind") == "csv" else "xlsx"
    desk = desk_of(user)
    found = applications_of(desk, asked, today, working_calendar())
    if found[MOST_ROWS_AT_ONCE:][:1].exists():
        job = enqueue(
            kind=EXPORT,
            title=_("Applications as a file (%(kind)s)") % {"kind": kind},
            asked_for={"by": user.pk, "query": asked.query, "kind": kind, "language": get_language()},
            by=user,
        )
        return redirect("jobs:job_detail", pk=job.pk)
    with write(table_of(desk, asked, today), kind) as held:
        return download(held.read(), name=file_name(today, kind), kind=MEDIA[kind])


@require_safe
def desk_export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a job made, for whoever asked for it and still works at a desk; after a week it is gone."""
    _somebody_at_a_desk(request)
    job = get_permitted(request.user, "jobs.view_job", finished(EXPORT), pk=pk)
    made = timezone.localdate(job.ended_at)
    kind = job.result["kind"]
    named = granted_file_name if job.result.get("of") == OF_SUPPORTS else file_name
    return kept_file(job.result["file"], name=named(made, kind), kind=MEDIA[kind])


@require_POST
def desk_batch(request: HttpRequest) -> HttpResponse:
    """Take a step on the ticked applications, or on all that the filters show; each succeeds or says why not."""
    user, asked = _somebody_at_a_desk(request), wanted(request.GET)
    if not handles_applications(user):
        raise PermissionDenied
    back = redirect(f"{reverse('support:application_list')}?{asked.query or 'sort='}")
    step, everything = batches.step_called(request.POST.get("step", "")), "all" in request.POST
    person = _person(request.POST.get("person", ""))
    ids = [pk for sent in request.POST.getlist("pk")[:MOST_TICKED] if (pk := digits(sent, MOST_ID))]
    if step is None or (step.needs_person and person is None) or not (ids or everything):
        messages.error(request, _("Tick applications and choose what to do with them, and for whom."))
        return back
    found = _chosen(user, asked, [] if everything else ids)
    count = found.count()
    if everything and "sure" not in request.POST:
        facts = {"step": step, "person": person, "count": count, "query": asked.query}
        return render(request, "support/desk_batch.html", facts)
    if count > MOST_AT_ONCE:
        return _as_a_job(user, asked, step, person, [] if everything else ids)
    batch = batches.run(step, found, choice=batches.Choice(timezone.localdate(), person), by=user)
    refused = [(o.application.pk, o.application.code, o.refusal) for o in batch.refused]
    facts = {"step": step, "done": len(batch.done), "refused": refused, "query": asked.query}
    return render(
        request, "support/desk_batch_result.html", facts, status=409 if refused and not batch.done else 200
    )


@require_POST
def application_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application up, give it to a colleague or hand it back; then its page again."""
    application = get_permitted(request.user, "support.handle_application", Application.objects.all(), pk=pk)
    user: User = request.user  # type: ignore[assignment] # signed in, as the right says
    step = batches.step_called(request.POST.get("step", ""))
    if step is None or step.key not in ASSIGNING:
        return redirect(application)
    choice = batches.Choice(timezone.localdate(), _person(request.POST.get("person", "")))
    (outcome,) = batches.run(step, [application], choice=choice, by=user).outcomes
    if outcome.refusal:
        messages.error(request, outcome.refusal)
    else:
        application.refresh_from_db()
        whom = application.assignee
        messages.success(
            request,
            _("Now handled by %(person)s.") % {"person": whom} if whom else _("Nobody handles it now."),
        )
    return redirect(application)


@require_safe
def desk_batch_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each application of a large batch, for whoever asked for it and still works at a desk."""
    _somebody_at_a_desk(request)
    job = get_permitted(request.user, "jobs.view_job", finished(BATCH), pk=pk)
    facts = {key: job.result[key] for key in ("done", "refused")}
    step = batches.step_called(job.result["step"])
    return render(
        request, "support/desk_batch_result.html", facts | {"step": step, "query": job.asked_for["query"]}
    )


def _chosen(user: User, asked: Wanted, ids: list[int]) -> Any:
    """The ticked applications, or all that the filters show."""
    desk = desk_of(user)
    if ids:
        return on_the_desk(desk).filter(pk__in=ids).order_by("pk")
    return applications_of(desk, asked, timezone.localdate(), working_calendar())


def _as_a_job(
    user: User, asked: Wanted, step: batches.Step, person: User | None, ids: list[int]
) -> HttpResponse:
    job = enqueue(
        kind=BATCH,
        title=_("For many applications: %(step)s") % {"step": step.label},
        asked_for={
            "by": user.pk,
            "step": step.key,
            "person": person.pk if person else None,
            "ids": ids,
            "query": asked.query,
        },
        by=user,
    )
    return redirect("jobs:job_detail", pk=job.pk)


def _person(pk: str) -> User | None:
    known = User.objects.filter(is_active=True)
    return known.filter(pk=int(pk[:9])).first() if pk.isascii() and pk.isdigit() else None


def _somebody_at_a_desk(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # signed in: every page but the public ones asks for it
    if not works_at_a_desk(user):
        raise Http404
    return user
