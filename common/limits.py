"""What is too much at once is refused in words; files by the size they announce, before anything of them is read."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plain_bad_request

log = logging.getLogger(__name__)
TOO_LARGE = 413
MEGABYTE = 1024 * 1024


class FilesTooLarge(RequestDataTooBig):
    """More is announced than ``REQUEST_MOST_MB``."""


class AnnouncedSize(FileUploadHandler):
    """The first of the handlers of files. Views that take large ones have handlers and words of their own."""

    def handle_raw_input(self, *facts: Any, **more: Any) -> None:  # noqa: ARG002 - Django passes them
        """FilesTooLarge before the first byte is read."""
        content_length = facts[2]  # after the body and its environment
        if content_length > settings.REQUEST_MOST_MB * MEGABYTE:
            raise FilesTooLarge

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django passes it
        """Passed on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Left to the next."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400; where it refused to take in what was sent for its size or number, 413 in words."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(reason_of(exception))
    return plain_bad_request(request, exception)


def reason_of(no: Exception) -> str:
    """Which limit it was, as the page tells it."""
    if isinstance(no, FilesTooLarge):
        return "files"
    if isinstance(no, TooManyFieldsSent):
        return "fields"
    return "many_files" if isinstance(no, TooManyFilesSent) else "text"


def too_large(reason: str) -> HttpResponse:
    """413 in words: nothing was stored, and the browser still holds what was typed."""
    log.warning("a request beyond the limits was refused: %s", reason)
    context = {
        "reason": reason,
        "most_mb": settings.REQUEST_MOST_MB,
        "most_text_mb": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    response = HttpResponse(render_to_string("413.html", context), status=TOO_LARGE)
    response["Cache-Control"] = "no-store"
    return response
