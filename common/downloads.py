"""Files people take away: never shown inside the portal, never kept by a cache in between."""

from io import BytesIO

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(content: bytes, *, name: str, kind: str) -> FileResponse:
    """``content`` as a file called ``name``; ``kind`` is its media type."""
    return _answer(BytesIO(content), name, kind)


def stored_file(file: FieldFile, *, name: str, kind: str) -> FileResponse:
    """A file of the private store. Http404 where it has not been made yet or is gone."""
    try:
        return _answer(file.open("rb"), name, kind)
    except (FileNotFoundError, ValueError) as gone:  # ValueError: there is no file yet
        raise Http404 from gone


def kept_file(path: str, *, name: str, kind: str) -> FileResponse:
    """A file of the private store that no row points at. Http404 where it is gone; ``path`` is never a reader's."""
    if not path or not default_storage.exists(path):
        raise Http404
    return _answer(default_storage.open(path), name, kind)


def _answer(content: object, name: str, kind: str) -> FileResponse:
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
