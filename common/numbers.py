"""Figures as people type them: read as Vietnamese notation, or refused with the way to write them.

``3000``, ``3.000`` and ``3 000`` are three thousand, ``1.234,5`` has a decimal comma. Nothing is guessed: where
two readings are possible (``1.5``, ``1,500``) the writer is asked. An empty cell is None, "not reported";
it is never 0. A figure is written the same way on English screens, so that one office cannot mix two notations.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.formatting import number
from common.vietnamese import clean, fold

MOST = Decimal(10**9)  # counts of people, enterprises, products; amounts of money pass their own
LONGEST = 60  # characters of a typed text repeated in a message
DASHES = set("-‐‑‒–—−")
BLANKS = re.compile(r"[ \u00a0\u2007\u2009\u202f]+")
GROUPED = re.compile(r"([1-9][0-9]{0,2})((?:[. ][0-9]{3})+)(?:,([0-9]+))?")
UNGROUPED = re.compile(r"([0-9]+)(?:,([0-9]+))?")
COMMA_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")

# Units counted in whole things, folded; a unit that begins with one of these words is counted too.
COUNTED = (
    "nguoi", "luot", "doanh nghiep", "dn", "dnnvv", "htx", "hop tac xa", "ho kinh doanh", "san pham", "sp", "lop",
    "khoa", "to chuc", "phong thu nghiem", "chuyen gia", "can bo", "cong chuc", "vien chuc", "hoc vien", "dai bieu",
    "sang che", "giai phap", "kieu dang", "nhan hieu", "tieu chuan", "quy chuan", "tccs", "tcvn", "qcvn", "qcdp",
    "cuoc", "hoi nghi", "hoi thao", "phong su", "tin", "bai", "van ban", "giay chung nhan", "chung chi", "giai thuong",
    "mo hinh", "nhiem vu", "du an", "de tai", "ho so", "bo tai lieu", "dong",
)  # fmt: skip

MESSAGES = {
    "not_a_number": _("“%(typed)s” is not a number. Write digits only, for example 1.500 or 3,5."),
    "digits": _("“%(typed)s” uses digits of another script. Write the digits 0 to 9."),
    "dash": _(
        "A dash is not a number. Write 0 if it was measured as zero, or leave the box empty if not reported."
    ),
    "exponent": _(
        "“%(typed)s” is written in scientific notation. Write the number in full, for example 1.500."
    ),
    "negative": _(
        "“%(typed)s” is negative, but this figure cannot be below 0. Write it without the minus sign."
    ),
    "too_small": _("“%(typed)s” is too small. The smallest possible figure here is %(minimum)s."),
    "too_large": _(
        "“%(typed)s” is too large. The largest possible figure here is %(maximum)s; check the zeros."
    ),
    "not_whole": _(
        "“%(typed)s” has decimals, but this is counted in whole numbers. Write for example 12 or 1.500."
    ),
    "too_precise": _("“%(typed)s” has too many decimals. Write at most %(places)s digits after the comma."),
    "ambiguous_dot": _(
        "“%(typed)s” can be read in two ways: a dot stands between thousands, a comma before decimals. "
        "Write 1,5 for one and a half or 1.500 for fifteen hundred."
    ),
    "ambiguous_comma": _(
        "“%(typed)s” can be read in two ways: a comma stands before decimals, a dot between thousands. "
        "Write 1.500 for fifteen hundred or 1,5 for one and a half."
    ),
    "separators": _(
        "The dots, commas or blanks in “%(typed)s” do not fit together. "
        "Put a dot between groups of three digits and one comma before decimals: 1.234,5."
    ),
}


class NumberProblem(ValidationError):
    """A figure that cannot be read. ``kind`` is a key of MESSAGES; the message says what, why and how to write it."""

    def __init__(self, kind: str, typed: str, **facts: str | int) -> None:
        shown = typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"
        super().__init__(MESSAGES[kind], code=kind, params={"typed": shown, **facts})
        self.kind = kind


def parse_number(
    text: str | None,
    *,
    whole: bool = False,
    minimum: Decimal | int | None = 0,
    maximum: Decimal | int | None = MOST,
    places: int | None = None,
    unit: str = "",
    dash_is_zero: bool = False,
) -> Decimal | None:
    """Return the figure, or None where nothing was typed (missing, not 0). NumberProblem where it cannot be read.

    ``whole`` refuses decimals, ``places`` limits them, ``minimum`` and ``maximum`` are inclusive. A repeated
    ``unit`` behind the figure is passed over. A dash alone is a zero only in tables where ``dash_is_zero``.
    """
    typed = BLANKS.sub(" ", clean(text or "")).strip()
    if not typed:
        return None
    if typed in DASHES:
        if dash_is_zero:
            return Decimal(0)
        raise NumberProblem("dash", typed)
    value = _read(_without_unit(typed, unit), typed, whole=whole)
    _check_bounds(value, typed, minimum, maximum)
    if places is not None and len(number(value).partition(",")[2]) > places:
        raise NumberProblem("too_precise", typed, places=places)
    return value


def counted_whole(unit: str) -> bool:
    """Tell whether the unit counts whole things (người, doanh nghiệp, lớp …); "%" and unknown units do not."""
    folded = fold(unit)
    return any(re.match(rf"{word}\b", folded) for word in COUNTED)


class VietnameseDecimalField(forms.Field):
    """A figure in Vietnamese notation; cleans to Decimal or None and shows again exactly what was typed.

    ``unit`` decides whether only whole figures count, unless ``whole`` says so; see parse_number for the rest.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        unit: str = "",
        whole: bool | None = None,
        minimum: Decimal | int | None = 0,
        maximum: Decimal | int | None = MOST,
        places: int | None = None,
        dash_is_zero: bool = False,
        **kwargs: Any,
    ) -> None:
        self.unit = unit
        self.whole = counted_whole(unit) if whole is None else whole
        self.minimum, self.maximum, self.places = minimum, maximum, places
        self.dash_is_zero = dash_is_zero
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed; a Decimal or int (an initial value) is taken as it is."""
        if isinstance(value, Decimal | int):
            return Decimal(value)
        return parse_number(
            value,
            whole=self.whole,
            minimum=self.minimum,
            maximum=self.maximum,
            places=self.places,
            unit=self.unit,
            dash_is_zero=self.dash_is_zero,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a stored figure as 1.234,5 and a typed text unchanged."""
        return number(value) if isinstance(value, Decimal | int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask a phone for the keyboard with digits."""
        keyboard = "numeric" if self.whole else "decimal"
        return {**super().widget_attrs(widget), "inputmode": keyboard, "autocomplete": "off"}


def _without_unit(typed: str, unit: str) -> str:
    return re.sub(rf"\s*{re.escape(clean(unit))}$", "", typed, flags=re.IGNORECASE) if unit else typed


def _read(figure: str, typed: str, *, whole: bool) -> Decimal:
    is_negative = figure[:1] in DASHES
    body = figure[1:].strip() if is_negative else figure
    kind = next((kind for kind, finds in FAULTS if finds(body)), None)
    if kind == "ambiguous_comma" and not whole and not body.endswith("0"):
        kind = None  # 1,234 is the decimal this module itself writes; 1,500 it never writes
    if kind:
        raise NumberProblem(kind, typed)
    value = Decimal(re.sub(r"[. ]", "", body).replace(",", "."))
    if whole and value != value.to_integral_value():
        raise NumberProblem("not_whole", typed)
    return value.copy_negate() if is_negative and value else value  # arithmetic would round to 28 digits


def _check_bounds(
    value: Decimal, typed: str, minimum: Decimal | int | None, maximum: Decimal | int | None
) -> None:
    if minimum is not None and value < minimum:
        kind = "negative" if minimum == 0 else "too_small"
        raise NumberProblem(kind, typed, minimum=number(minimum))
    if maximum is not None and value > maximum:
        raise NumberProblem("too_large", typed, maximum=number(maximum))


def _has_foreign_digits(body: str) -> bool:
    return any(sign.isdigit() and not sign.isascii() for sign in body)


def _is_scientific(body: str) -> bool:
    return bool(re.fullmatch(r"[0-9.,]+\s*[eE]\s*[+-]?[0-9]+", body))


def _is_no_figure(body: str) -> bool:
    return not re.fullmatch(r"[0-9., ]*[0-9][0-9., ]*", body)


def _has_a_doubtful_dot(body: str) -> bool:
    """``1.5``, ``1.50``, ``0.500``: one dot that does not stand before the last three digits of a figure."""
    return bool(re.fullmatch(r"[0-9]+\.[0-9]+", body)) and not GROUPED.fullmatch(body)


def _has_a_doubtful_comma(body: str) -> bool:
    return bool(COMMA_GROUP.fullmatch(body))


def _is_muddled(body: str) -> bool:
    grouped = GROUPED.fullmatch(body)
    mixed = bool(grouped) and {".", " "} <= set(body)
    return mixed or not (grouped or UNGROUPED.fullmatch(body))


FAULTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("digits", _has_foreign_digits),
    ("exponent", _is_scientific),
    ("not_a_number", _is_no_figure),
    ("ambiguous_dot", _has_a_doubtful_dot),
    ("ambiguous_comma", _has_a_doubtful_comma),
    ("separators", _is_muddled),
)
