"""Stops reading a request as soon as it is known to be too large."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

FRAME = 64 * 1024  # what a form sends around its file


class Limited(FileUploadHandler):
    """Stands before the other handlers: a body announced larger than ``most`` bytes is not read at all.

    Fields that stand before the file (the token against forgery) are there; the file is not. One announced smaller
    than it is is cut off at the limit. ``is_too_large`` answers for the request afterwards. Of a file larger than ``each``
    nothing is kept but its name and size, so that the form can say which one it was.
    """

    def __init__(self, request: HttpRequest | None = None, *, most: int, each: int | None = None) -> None:
        super().__init__(request)
        self.most, self.each = most, each
        self.read = self.of_this = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse by what the request announces, before its first byte."""
        super().new_file(*args, **kwargs)
        self.of_this = 0
        if self.request is not None and is_too_large(self.request, self.most):
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django passes it
        """Pass on what fits."""
        self.read += len(raw_data)
        self.of_this += len(raw_data)
        if self.read > self.most + FRAME:
            raise StopUpload(connection_reset=True)
        return None if self._is_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:  # noqa: ARG002 - we count ourselves
        """The next handler keeps the file, unless it is too large: then its name and size stand for it."""
        if not self._is_over:
            return None
        for other in self.request.upload_handlers if self.request else ():
            if other is not self:
                other.upload_interrupted()  # what it had begun to keep goes
        return UploadedFile(BytesIO(), self.file_name, self.content_type, self.of_this)

    @property
    def _is_over(self) -> bool:
        return self.each is not None and self.of_this > self.each


def is_too_large(request: HttpRequest, most: int) -> bool:
    """Whether the request announces more than a file of ``most`` bytes."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > most + FRAME
