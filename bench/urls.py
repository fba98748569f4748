"""The portal's addresses and one more, which says hello: all the portal does around a page, and no page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as portal_addresses


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """A page without work."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *portal_addresses]
