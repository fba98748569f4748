"""How a program speaks with the portal, for the person who writes it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.documents.problem import KINDS
from api.models import Scope
from api.views.door import door


@dataclass(frozen=True)
class Operation:
    """One address of the description, as the page shows it."""

    method: str
    path: str
    summary: str
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
        Operation(method.upper(), path, told.get("description", ""), tuple(told["parameters"]))
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
