"""The shape a data file must have, said in the same words as the file.

A shape is a function of (value, place, report) that notes every fault; ``record`` and ``rows`` put shapes together.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from organisations.loading.problems import Report

Shape = Callable[[Any, str, Report], None]

LINES = re.compile(r"[1-9]\d*(-[1-9]\d*)?(, [1-9]\d*(-[1-9]\d*)?)*")


def text(value: Any, place: str, report: Report) -> None:
    """Words, not empty, in composed Unicode."""
    if not isinstance(value, str):
        report.say(place, _("Words are expected here, not %(found)s.") % {"found": _named(value)})
    elif not value.strip():
        report.say(place, _("This must not be empty; write null where the source says nothing."))
    elif not unicodedata.is_normalized("NFC", value):
        report.say(place, _("The letters are not in composed form (NFC)."))


def cell(value: Any, place: str, report: Report) -> None:
    """Words that may be empty: a cell of a table as it stands."""
    if value != "":
        text(value, place, report)


def flag(value: Any, place: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.say(place, _("true or false is expected here, not %(found)s.") % {"found": _named(value)})


def whole(value: Any, place: str, report: Report) -> None:
    """A whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        report.say(place, _("A whole number is expected here, not %(found)s.") % {"found": _named(value)})


def figure(value: Any, place: str, report: Report) -> None:
    """A number from 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        report.say(place, _("A number is expected here, not %(found)s.") % {"found": _named(value)})


def year(value: Any, place: str, report: Report) -> None:
    """A year of this century or the one before."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1945 <= value <= 2100:  # noqa: PLR2004
        report.say(place, _("A year is expected here, not %(found)s.") % {"found": _named(value)})


def day(value: Any, place: str, report: Report) -> None:
    """A date."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        report.say(
            place, _("A date such as 2021-06-16 is expected here, not %(found)s.") % {"found": _named(value)}
        )


def lines(value: Any, place: str, report: Report) -> None:
    """Line numbers of the source: ``"37"`` or ``"9-12, 84"``."""
    if not isinstance(value, str) or not LINES.fullmatch(value):
        report.say(
            place,
            _("Line numbers such as “37” or “9-12, 84” are expected here, not %(found)s.")
            % {"found": _named(value)},
        )


def maybe(shape: Shape) -> Shape:
    """``shape``, or null where the source says nothing."""
    return lambda value, place, report: None if value is None else shape(value, place, report)


def choice(values: Iterable[str]) -> Shape:
    """One of ``values``."""
    allowed = list(values)

    def check(value: Any, place: str, report: Report) -> None:
        if value not in allowed:
            report.say(
                place,
                _("%(found)s is not known here. Known are: %(allowed)s.")
                % {"found": _named(value), "allowed": ", ".join(map(str, allowed))},
            )

    return check


def record(*, optional: Iterable[str] = (), **fields: Shape) -> Shape:
    """A mapping with exactly these keys; those of ``optional`` may be left out. ``from_`` stands for ``from``."""
    shapes = {name.rstrip("_"): shape for name, shape in fields.items()}
    needed = [name for name in shapes if name not in set(optional)]

    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.say(
                place, _("Keys with values are expected here, not %(found)s.") % {"found": _named(value)}
            )
            return
        for name in value:
            if name not in shapes:
                report.say(_inside(place, name), _("This key is not known here."))
        for name in needed:
            if name not in value:
                report.say(
                    _inside(place, name), _("This key is missing; write null where the source says nothing.")
                )
        for name, shape in shapes.items():
            if name in value:
                shape(value[name], _inside(place, name), report)

    return check


def rows(shape: Shape, *, key: str = "") -> Shape:
    """A list of ``shape``. With ``key``, places are named by that field and it may not stand twice."""

    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, list):
            report.say(place, _("A list is expected here, not %(found)s.") % {"found": _named(value)})
            return
        seen: set[str] = set()
        for number, item in enumerate(value, start=1):
            name = str(item.get(key, number)) if key and isinstance(item, dict) else str(number)
            if key and name in seen:
                report.say(f"{place}[{name}]", _("This %(key)s stands twice.") % {"key": key})
            seen.add(name)
            shape(item, f"{place}[{name}]", report)

    return check


def years(shape: Shape) -> Shape:
    """A mapping from year to ``shape``."""

    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.say(
                place, _("Years with values are expected here, not %(found)s.") % {"found": _named(value)}
            )
            return
        for name, item in value.items():
            year(name, f"{place}.{name}", report)
            shape(item, f"{place}.{name}", report)

    return check


def counted(report: Report, expect: dict[str, int], found: dict[str, int]) -> None:
    """Note where a file holds more or fewer rows than its ``expect`` block declares."""
    for name, number in expect.items():
        if name not in found:
            report.say(f"expect.{name}", _("This key is not known here."))
        elif found[name] != number:
            report.say(
                f"expect.{name}",
                _("The file declares %(declared)d but holds %(found)d.")
                % {"declared": number, "found": found[name]},
            )


def _inside(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)


def _named(value: Any) -> str:
    """A value as a reader recognises it in the file."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, dict):
        return _("keys with values")
    return f"“{value}”"
