"""Addresses of the door, and of the pages of tokens."""

from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe

from api.views import docs, tokens
from api.views.door import door
from api.views.frame import framed, nothing_here


def behind_the_door() -> list[URLPattern]:
    """The addresses a program asks, each in the common frame."""
    patterns = [pattern for pattern in door.urls[0] if isinstance(pattern, URLPattern)]
    views = {each: each.callback for each in patterns}
    views |= {each: require_safe(each.callback) for each in patterns if each.name == "openapi-json"}
    return [path(f"api/{each.pattern}", framed(view), name=each.name) for each, view in views.items()]


app_name = "api"
urlpatterns = [
    path("ket-noi/", tokens.token_list, name="token_list"),
    path("ket-noi/them/", tokens.token_add, name="token_add"),
    path("ket-noi/<int:pk>/cham-dut/", tokens.token_revoke, name="token_revoke"),
    path("api/docs/", docs.docs, name="docs"),
    *behind_the_door(),
    re_path(r"^api/.*$", framed(nothing_here), name="nothing_here"),
]
