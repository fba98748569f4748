"""What a page may load while it is printed: the vendored fonts and style sheets, and nothing else."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from papers.text import DocumentRefused

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

BASE_URL = "https://assets.invalid/"  # a reserved name that never resolves
PAPER = Path(__file__).resolve().parent / "paper"  # beside the code: none of it is ever served on the web
# WeasyPrint's own colour profile is named in our style sheet; left to itself the library forgets to close the file.
PROFILES = Path(find_spec("weasyprint").origin).resolve().parent / "pdf"  # type: ignore[union-attr, arg-type]
ROOTS = {"print": PAPER, "fonts": PAPER / "fonts", "profiles": PROFILES}
TYPES = {".ttf": "font/ttf", ".css": "text/css", ".icc": "application/vnd.iccprofile"}
LARGEST = 2 * 1024 * 1024  # bytes of one file


class AssetRefused(DocumentRefused):
    """The page asked for something outside the vendored files."""


class Assets:
    """Gives a renderer the vendored files by address and refuses every other address.

    It has no means to open a connection or a path of the caller's choice. What it refused is kept in
    `denied`, because a renderer may swallow the refusal of a picture within an SVG.
    """

    _fail_on_errors = True  # read by WeasyPrint: a refusal ends the rendering instead of leaving a hole

    def __init__(self) -> None:
        self.denied: list[str] = []

    def __call__(self, url: str) -> "URLFetcherResponse":
        """Return the file behind an address; raises AssetRefused."""
        from weasyprint.urls import URLFetcherResponse  # half a second of imports, only when printing

        path = find_asset(url)
        if path is None:
            self.denied.append(url[:200])
            raise AssetRefused(f"{url[:200]} is not a vendored file")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})


def find_asset(url: str) -> Path | None:
    """Return the vendored file an address names, or None: other hosts, types, sizes, `..` and links are refused."""
    parts = urlsplit(url)
    if (parts.scheme, parts.netloc) != ("https", "assets.invalid") or parts.query:
        return None
    folder, _slash, name = unquote(parts.path).removeprefix("/").partition("/")
    if folder not in ROOTS or not name or set(name) & {"\0", "\\", "%"}:
        return None
    path = ROOTS[folder] / name
    honest = path.resolve() == path and path.is_relative_to(ROOTS[folder]) and path.is_file()
    return path if honest and path.suffix in TYPES and path.stat().st_size <= LARGEST else None
