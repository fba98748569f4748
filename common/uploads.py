"""Stops reading a request as soon as it is known to be too large."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

FRAME = 64 * 1024  # what a form sends around its file


class Limited(FileUploadHandler):
    """Stands before the other handlers: a body announced larger than ``most`` bytes is not read at all.

    Fields that stand before the file (the token against forgery) are there; the file is not. One announced smaller
    than it is is cut off at the limit. ``is_too_large`` answers for the request afterwards.
    """

    def __init__(self, request: HttpRequest | None = None, *, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.read = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse by what the request announces, before its first byte."""
        super().new_file(*args, **kwargs)
        if self.request is not None and is_too_large(self.request, self.most):
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django passes it
        """Pass on what fits."""
        self.read += len(raw_data)
        if self.read > self.most + FRAME:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""


def is_too_large(request: HttpRequest, most: int) -> bool:
    """Whether the request announces more than a file of ``most`` bytes."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > most + FRAME
