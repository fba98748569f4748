"""Forms of units: read by whoever sees them, written as drafts for the unit itself."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Header, Query, Router

from api.actions.drafts import save_draft
from api.actions.once import fingerprint_of, once
from api.documents.problem import Problem
from api.documents.submissions import SavedOut, SubmissionFullOut, SubmissionOut, SubmissionsOut
from api.forms.draft import DraftIn
from api.forms.filled import Filled
from api.models import Scope
from api.views.bearer import Bearer, acting, shown
from api.views.paging import Paging, part
from api.views.refusals import READING, WRITING
from common.access import get_permitted
from organisations.queries import unit_ids_of, working_calendar
from reporting.completeness import gaps
from reporting.models import Submission
from reporting.queries.submissions import submissions_in_full, submissions_in_short
from reporting.states import FILED, SubmissionState

SHORTEST_KEY, LONGEST_KEY = 8, 100
Key = Annotated[
    str,
    Header(alias="Idempotency-Key", description="8 to 100 visible ASCII signs, another one for each request"),
]
reading = Router(auth=Bearer(Scope.SUBMISSIONS), tags=["submissions"])
writing = Router(auth=Bearer(Scope.WRITING), tags=["submissions"])


@reading.get(
    "/submissions",
    response={200: SubmissionsOut, **READING},
    url_name="submissions",
    operation_id="list_submissions",
)
def submissions(
    request: HttpRequest,
    paging: Query[Paging],
    period: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    state: SubmissionState | None = None,
) -> SubmissionsOut:
    """Forms of the organisation; for DOST and readers those of the provinces they read."""
    found = submissions_in_short() & Submission.objects.visible_to(acting(request))
    if period is not None:
        found = found.filter(period=period)
    if state is not None:
        found = found.filter(state=state)
    page, today, calendar = part(found, paging), timezone.localdate(), working_calendar()
    items = [SubmissionOut.of(each, today, calendar) for each in page.rows]
    return SubmissionsOut(items=items, next=page.next)


@reading.get(
    "/submissions/{int:pk}",
    response={200: SubmissionFullOut, **READING},
    url_name="submission",
    operation_id="get_submission",
)
def submission(request: HttpRequest, pk: int) -> SubmissionFullOut:
    """One form with everything on it."""
    person = acting(request)
    form = get_permitted(person, "reporting.view_submission", submissions_in_full(), pk=pk)
    is_told = form.state in FILED or form.organisation_id in unit_ids_of(person)
    statements = form.statements.all() if is_told else ()
    return SubmissionFullOut.whole(form, timezone.localdate(), working_calendar(), statements)


@writing.put(
    "/submissions/{int:pk}/draft",
    response={200: SavedOut, **WRITING},
    url_name="submission_draft",
    operation_id="write_draft",
)
def draft(request: HttpRequest, pk: int, draft: Body[DraftIn], key: Key = "") -> dict[str, Any]:
    """Write into the unit's draft. Rows and fields that are not named stay as they are; nothing is handed in.

    The unit's people hand the form in and certify it on its page. Sent again with the same Idempotency-Key within 24 hours,
    the same request gets the same answer and changes nothing.
    """
    if not (key.isascii() and key.isprintable() and SHORTEST_KEY <= len(key) <= LONGEST_KEY):
        raise Problem(
            "key_missing", _("Send the header Idempotency-Key with 8 to 100 signs of your own choice.")
        )
    person = acting(request)
    form = get_permitted(person, "reporting.edit_submission", submissions_in_full(), pk=pk)
    fingerprint = fingerprint_of(request.path, request.body)
    told, _kept = once(
        shown(request),
        key=key,
        fingerprint=fingerprint,
        act=lambda: _write(request, form, draft),
    )
    return told


def _write(request: HttpRequest, form: Submission, draft: DraftIn) -> dict[str, Any]:
    """Save the draft; Problem with every slip, RuleBroken from the rules of entry."""
    if draft.version != form.version:  # its rows may be others by now, so nothing else is said about them
        raise Problem(
            "stale",
            _("The form is at version %(now)s, this draft was filled in from %(then)s. Read the form again.")
            % {"now": form.version, "then": draft.version},
        )
    filled = Filled(form, draft)
    if not filled.is_valid():
        raise Problem("part_closed" if filled.closed else "invalid", errors=filled.closed or filled.slips)
    saved = save_draft(
        form,
        content=filled.entry.content(),
        version=draft.version,
        token=shown(request),
        by=acting(request),
        on=timezone.localdate(),
    )
    row = submissions_in_full().get(pk=form.pk)
    return {
        "id": row.pk,
        "version": saved.submission.version,
        "state": str(row.state),
        "rows": filled.rows(saved.rows),
        "missing": [gap.sentence for gap in gaps(row)],
    }
