"""Square codes (QR) that lead from a printed paper to its page."""

from dataclasses import dataclass

QUIET = 4  # empty modules around the square, as ISO/IEC 18004 asks


@dataclass(frozen=True)
class Square:
    """A square code as one SVG path: ``size`` modules on a side with the quiet zone, ``path`` its dark ones."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """The square code that says ``text``, mended where up to 15 % of it are unreadable; no picture library is used."""
    from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]  # noqa: PLC0415 - only when printing
    from qrcode.main import QRCode  # type: ignore[import-untyped]  # noqa: PLC0415

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return Square(len(rows), dark)
