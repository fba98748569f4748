"""Every request is counted and leaves one line in the log."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common.request_id import code_of, request_id
from operations.counters import REQUEST_SECONDS, REQUESTS

log = logging.getLogger("portal.request")
FAULT = 400
UNKNOWN = "none"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
Answer = Callable[[HttpRequest], HttpResponse]


def counted_requests(get_response: Answer) -> Answer:
    """Middleware, right inside the naming of requests: address by its pattern, method, status, time.

    A refusal's line carries the code that stands on its page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - begun
        match = request.resolver_match
        method = request.method if request.method in METHODS else "other"
        name = (match.view_name or match.route) if match else UNKNOWN
        REQUESTS.labels(name, method, response.status_code).inc()
        REQUEST_SECONDS.labels(name).observe(seconds)
        facts = {
            "route": f"/{match.route}" if match else UNKNOWN,
            "method": method,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "bytes": None if response.streaming else len(response.content),
            "code": code_of(request_id()) if response.status_code >= FAULT else None,
        }
        log.info("answered", extra=facts)
        return response

    return answer
