"""What every page tells while something is out of order."""

from django.http import HttpRequest

from operations.queries.troubles import Trouble
from operations.watching import known


def troubles(request: HttpRequest) -> dict[str, list[Trouble]]:
    """``portal_troubles``: what this reader is told. Costs nothing while all is well."""
    found = known()
    if not found:
        return {"portal_troubles": []}
    user = getattr(request, "user", None)
    return {
        "portal_troubles": [one for one in found if one.is_for_all or getattr(user, "is_superuser", False)]
    }
