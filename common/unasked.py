"""An address that only takes what a form sends, opened like a page: said in words, not by an empty answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NO_SUCH_ACT = 405
Answer = Callable[[HttpRequest], HttpResponse]


def worded_refusals(get_response: Answer) -> Answer:
    """Middleware: whoever signs in again after pressing a button lands on that button's address."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != NO_SUCH_ACT or response.streaming or response.content:
            return response
        if request.htmx or not request.accepts("text/html"):  # type: ignore[attr-defined]
            return response
        page = render(request, "405.html", status=NO_SUCH_ACT)
        page["Allow"] = response["Allow"]
        return page

    return answer
