"""Figures as one table that a person and a text file can both read."""

from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> str:
    """The lines of a table: the first column stands left, figures right; ``notes`` explain below."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
        return "  ".join((first, *rest)).rstrip()

    rule = "-" * len(line(["-" * width for width in widths]))
    return "\n".join(["", title, line(head), rule, *map(line, rows), *(f"  {note}" for note in notes)])


def times(figure: float) -> str:
    """A ratio: 12.3×, 123×."""
    return f"{figure:.{0 if figure >= 100 else 1 if figure >= 10 else 2}f}×"


def kilobytes(size: int) -> str:
    """A size in kB of 1000 bytes."""
    return f"{size / 1000:.1f}"


def milliseconds(seconds: float) -> str:
    """A time, for orientation only."""
    return f"{seconds * 1000:.1f}"
