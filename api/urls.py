"""Addresses of the door, and of the pages of tokens."""

from django.urls import URLPattern, path, re_path

from api.views import docs, tokens
from api.views.door import door
from api.views.frame import framed, nothing_here


def behind_the_door() -> list[URLPattern]:
    """The addresses a program asks, each in the common frame."""
    patterns = [pattern for pattern in door.urls[0] if isinstance(pattern, URLPattern)]
    return [path(f"api/{each.pattern}", framed(each.callback), name=each.name) for each in patterns]


app_name = "api"
urlpatterns = [
    path("ket-noi/", tokens.token_list, name="token_list"),
    path("ket-noi/them/", tokens.token_add, name="token_add"),
    path("ket-noi/<int:pk>/cham-dut/", tokens.token_revoke, name="token_revoke"),
    path("api/docs/", docs.docs, name="docs"),
    *behind_the_door(),
    re_path(r"^api/.*$", framed(nothing_here), name="nothing_here"),
]
