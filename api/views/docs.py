"""How a program speaks with the portal, for the person who writes it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.documents.problem import KINDS
from api.models import Scope
from api.views.door import door

# What each operation does, for people; the description for programs has the same in English.
WORDS = {
    "get_token": _("This token: its organisation, scopes and last day. A first call to try the door."),
    "list_plans": _(
        "Plans of all provinces. “q” finds words of title, province and number, with or without dấu."
    ),
    "get_plan": _("One plan."),
    "list_tasks": _("The tasks of a plan with who leads and helps, and the yearly figures of annex rows."),
    "list_targets": _("The targets of a plan, also in words."),
    "list_periods": _(
        "Reporting periods of the provinces whose reporting the organisation reads; none for a unit."
    ),
    "get_period": _("One reporting period."),
    "get_results": _("Targets and annex rows with what was reported until today."),
    "list_reports": _("Issued reports of the provinces the organisation reads, superseded versions too."),
    "get_report": _("One issued report."),
    "get_report_data": _("The report as sealed data: the same as “report.json” in its PDF."),
    "list_enterprises": _(
        "Enterprises of the provinces the organisation reads. “q” is part of a name or the beginning of a tax code."
    ),
    "get_enterprise": _("One enterprise."),
    "list_submissions": _("Forms of the organisation; DOST and readers see those of their provinces."),
    "get_submission": _("One form with everything on it."),
    "write_draft": _(
        "Writes into the unit's draft; people hand it in. The same Idempotency-Key within 24 hours gets the same answer and writes once."
    ),
}


@dataclass(frozen=True)
class Operation:
    """One address of the description, as the page shows it."""

    method: str
    path: str
    summary: str | Promise
    parameters: tuple[dict[str, Any], ...]


@require_safe
@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """The addresses, the scopes and the codes of refusals, from the description itself."""
    context = {
        "operations": list(_operations(door.get_openapi_schema())),
        "scopes": Scope.choices,
        "problems": [(code, status, title) for code, (status, title) in KINDS.items()],
    }
    return render(request, "api/docs.html", context)


def _operations(schema: Any) -> list[Operation]:
    return [
        Operation(method.upper(), path, WORDS[told["operationId"]], tuple(told["parameters"]))
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
