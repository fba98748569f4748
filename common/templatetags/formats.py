"""Filters that write figures and dates: ``vn_…`` in the reader's language, ``doc_…`` always in Vietnamese.

Screens use ``vn_number``, ``vn_percent``, ``vn_money``, ``vn_date`` and ``vn_datetime``; templates of documents
use the ``doc_`` filters. What is not a figure or a date is handed on unchanged: a page never falls over a cell.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from common import formatting

register = template.Library()


@register.filter
def vn_number(value: Any) -> Any:
    """``1.234,5``, on English screens ``1,234.5``."""
    return _figure(value, formatting.number, formatting.english_number)


@register.filter
def vn_percent(value: Any) -> Any:
    """``53,2%``, on English screens ``53.2%``; the value is in percent."""
    return _figure(value, formatting.percent, formatting.english_percent)


@register.filter
def vn_money(value: Any) -> Any:
    """``1.500.000 đồng``, on English screens ``1,500,000 VND``."""
    return _figure(value, formatting.money, formatting.english_money)


@register.filter
def vn_date(value: Any) -> Any:
    """``25/11/2023``, on English screens ``25 Nov 2023``; also of a partly known date."""
    return _date(value, formatting.short_date, formatting.english_date)


@register.filter
def vn_datetime(value: Any) -> Any:
    """``14:05 25/11/2023``, on English screens ``25 Nov 2023, 14:05``."""
    if not isinstance(value, dt.datetime):
        return vn_date(value)
    return formatting.english_date_time(value) if _is_english() else formatting.date_time(value)


@register.filter
def doc_number(value: Any) -> Any:
    """``1.234,5`` in every language."""
    return _figure(value, formatting.number)


@register.filter
def doc_count(value: Any) -> Any:
    """``02``, ``15``: a count with the leading zero of documents."""
    return _figure(value, formatting.small_count)


@register.filter
def doc_percent(value: Any) -> Any:
    """``53,2%`` in every language."""
    return _figure(value, formatting.percent)


@register.filter
def doc_money(value: Any) -> Any:
    """``1.500.000 đồng`` in every language."""
    return _figure(value, formatting.money)


@register.filter
def doc_date(value: Any) -> Any:
    """``06/3/2023``: the date of a cited document."""
    return _date(value, formatting.administrative_date)


@register.filter
def doc_long_date(value: Any) -> Any:
    """``ngày 05 tháng 02 năm 2026``, with room for the parts not known yet."""
    return _date(value, formatting.long_date)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _figure(value: Any, vietnamese: Callable[..., str], english: Callable[..., str] | None = None) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        return value
    try:
        return english(value) if english and _is_english() else vietnamese(value)
    except ValueError:  # NaN or infinity
        return value


def _date(value: Any, vietnamese: Callable[..., str], english: Callable[..., str] | None = None) -> Any:
    if value is None:
        return ""
    if not all(hasattr(value, part) for part in ("year", "month", "day")):
        return value
    return english(value) if english and _is_english() else vietnamese(value)
