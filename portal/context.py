"""What every page knows: the menu of the person and whom they act for."""

from django.http import HttpRequest

from organisations.queries import memberships_of
from portal.menu import menu_for


def portal(request: HttpRequest) -> dict[str, object]:
    """``portal_menu``, and ``acting``: the person's memberships of today (none for a visitor)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"portal_menu": menu_for(None, request.path), "acting": []}
    return {"portal_menu": menu_for(user, request.path), "acting": memberships_of(user)}
