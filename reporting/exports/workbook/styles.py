"""How the cells of the workbook look: what may be filled in is white and framed, what only informs is grey."""

from dataclasses import dataclass
from typing import Any

INK, QUIET, LINE = "1F2430", "57534A", "C9C4B8"
INPUT, SHOWN, HEAD, HEAD_INPUT, CLOSED = "FFFDE7", "F1EFEA", "E3EDF7", "FCEFCF", "E4E1DA"
ERROR, WARNING = "F8CBC7", "FCE4A8"
FONT = "Arial"  # has every Vietnamese letter and is on every office machine
FORMATS = {"whole": "#,##0", "figure": "#,##0.00", "day": "dd/mm/yyyy"}


@dataclass(frozen=True)
class Look:
    """The look of a kind of cell. ``form`` is its number format; an open cell may be typed into."""

    name: str
    fill: str
    open: bool = False
    bold: bool = False
    form: str = "@"
    wrap: bool = True
    right: bool = False


LOOKS = (
    Look("p_head", HEAD, bold=True),
    Look("p_head_input", HEAD_INPUT, bold=True),
    Look("p_shown", SHOWN),
    Look("p_shown_whole", SHOWN, form=FORMATS["figure"], right=True),
    Look("p_words", INPUT, open=True, form="General"),
    Look("p_whole", INPUT, open=True, form=FORMATS["whole"], right=True),
    Look("p_figure", INPUT, open=True, form=FORMATS["figure"], right=True),
    Look("p_day", INPUT, open=True, form=FORMATS["day"], right=True),
    Look("p_closed", CLOSED, form="General"),
    Look("p_closed_whole", CLOSED, form=FORMATS["figure"], right=True),
    Look("p_closed_day", CLOSED, form=FORMATS["day"], right=True),
)


def add_looks(book: Any) -> None:
    """Register the looks as named styles of ``book``."""
    for look in LOOKS:
        book.add_named_style(_style(look))


def _style(look: Look) -> Any:
    from openpyxl.styles import (  # openpyxl is slow to load
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Protection,
        Side,
    )

    side = Side(style="thin", color=LINE)
    style = NamedStyle(look.name)
    style.font = Font(name=FONT, size=10, bold=look.bold, color=INK)
    style.fill = PatternFill("solid", fgColor=look.fill)
    style.border = Border(left=side, right=side, top=side, bottom=side)
    style.alignment = Alignment(
        wrap_text=look.wrap,
        vertical="center" if look.bold else "top",
        horizontal="right" if look.right else None,
    )
    style.number_format = look.form
    style.protection = Protection(locked=not look.open)
    return style
