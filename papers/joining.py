"""PDF files of one paper made into one file, which keeps what the first of them says about itself."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from io import BytesIO
from typing import Any


def join(files: Sequence[bytes]) -> bytes:
    """Return the pages of ``files`` in their order as one file.

    Description, colour profile, language, attached files and dates are those of the first; the bookmarks of the others
    stand below its own first one. The same files give the same bytes.
    """
    import pikepdf  # only where something is joined

    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.open(BytesIO(files[0])))
        marks: list[Any] = []
        for content in files[1:]:
            part = opened.enter_context(pikepdf.open(BytesIO(content)))
            marks.extend(_bookmarks(part, offset=len(whole.pages)))
            whole.pages.extend(part.pages)
        with whole.open_outline() as outline:
            (outline.root[0].children if outline.root else outline.root).extend(marks)
        name = pikepdf.String(sha256(b"".join(files)).digest()[:16])
        whole.trailer.ID = pikepdf.Array([name, name])
        joined = BytesIO()
        whole.save(joined, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return joined.getvalue()


def _bookmarks(part: Any, offset: int) -> Iterator[Any]:
    """The bookmarks of a file, leading to its pages ``offset`` sheets further."""
    with part.open_outline() as outline:
        yield from [_moved(item, part, offset) for item in outline.root]


def _moved(item: Any, part: Any, offset: int) -> Any:
    import pikepdf  # only where something is joined

    page, _way, left, top, *_zoom = item.destination
    place = offset + part.pages.index(pikepdf.Page(page))
    moved = pikepdf.OutlineItem(item.title, place, "XYZ", left=float(left), top=float(top))
    moved.children.extend(_moved(child, part, offset) for child in item.children)
    return moved
