"""The program that opens a stranger's PDF: a child process of :mod:`papers.pages`, never imported.

It reads the file from its standard input and writes JSON to its standard output. It knows nothing of the portal: no
settings, no environment, no database. A file that makes a PDF library run wild ends this process and no other.

    reader.py pages|attachments MOST_PAGES MOST_BYTES SECONDS
"""

import base64
import contextlib
import json
import resource
import sys
from io import BytesIO

MEMORY = 1_500_000_000  # bytes of address space, libraries included
ENCRYPTED, BROKEN, TOO_MANY, TOO_LARGE = "encrypted", "broken", "too_many", "too_large"


def main() -> None:
    """Bind the process, do what is asked, say it as JSON."""
    what, pages, size, seconds = sys.argv[1], *map(int, sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with contextlib.suppress(ValueError, OSError):  # a machine may not let its address space be bound
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    said = _pages(content, pages, size) if what == "pages" else _attachments(content, size)
    json.dump(said, sys.stdout)


def _pages(content: bytes, most: int, size: int) -> dict[str, object]:
    """The text of every page; ``size`` bounds the characters of all of them."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        return {"refused": ENCRYPTED if "password" in str(problem).lower() else BROKEN}
    if len(file) > most:
        return {"refused": TOO_MANY, "count": len(file)}
    texts: list[str] = []
    left = size
    for page in file:
        text = page.get_textpage().get_text_range(errors="ignore")
        left -= len(text)
        if left < 0:
            return {"refused": TOO_LARGE}
        texts.append(text)
        page.close()
    return {"texts": texts}


def _attachments(content: bytes, size: int) -> dict[str, object]:
    """The files the PDF carries; ``size`` bounds the bytes of all of them, unpacked."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as file:
            found: dict[str, str] = {}
            for name, spec in file.attachments.items():
                data = spec.get_file().read_bytes()
                size -= len(data)
                if size < 0:
                    return {"refused": TOO_LARGE}
                found[name] = base64.b64encode(data).decode()
    except pikepdf.PasswordError:
        return {"refused": ENCRYPTED}
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError):
        return {"refused": BROKEN}
    return {"attachments": found}


if __name__ == "__main__":
    main()
