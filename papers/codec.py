"""Documents as JSON: what is stored when a paper is issued, and read again years later."""

import json
from dataclasses import MISSING, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from papers.blocks import Block
from papers.model import Document
from papers.part import Part
from papers.text import DocumentRefused

Plain = TypeVar("Plain")
SCHEMA = 1  # raise it when a stored document would read differently, and keep a reader for the old form
BLOCKS: dict[str, type[Part]] = {kind.block: kind for kind in get_args(Block)}


def to_json(document: Document) -> dict[str, Any]:
    """Return the document as plain data (for a JSON column), with the version of its schema."""
    return {"schema": SCHEMA, "document": _plain(document)}


def from_json(data: dict[str, Any]) -> Document:
    """Return the document stored by `to_json`; raises DocumentRefused when it is not one or of another schema."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise DocumentRefused(_("This is not a stored document of schema %(schema)d.") % {"schema": SCHEMA})
    try:
        document: Document = _part(Document, data["document"])
    except (KeyError, TypeError, ValueError, InvalidOperation) as problem:
        raise DocumentRefused(
            _("The stored document cannot be read: %(problem)s") % {"problem": problem}
        ) from problem
    return document


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of the document's content, the same in every process."""
    plain = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A part as a dict of what differs from its defaults; a block carries its tag."""
    if isinstance(value, Part):
        tag = {"block": value.block} if value.block else {}
        pairs = ((spec, getattr(value, spec.name)) for spec in fields(value))
        return tag | {s.name: _plain(v) for s, v in pairs if s.default is MISSING or v != s.default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {spec.name: hints[spec.name] for spec in fields(kind)}


def _part(kind: Any, data: Any) -> Any:
    """The part of that class; an unknown key is refused rather than lost."""
    hints = _hints(kind)
    if kind.block and data.get("block") != kind.block:
        raise ValueError(f"a {kind.block} was expected")
    return kind(**{name: _value(hints[name], v) for name, v in data.items() if name != "block"})


def _value(hint: Any, data: Any) -> Any:
    """The value of that type: a block, something optional, a list of parts, a part, or one plain value."""
    if hint == Block:
        return _part(BLOCKS[data["block"]], data)
    if get_origin(hint) in (Union, UnionType):
        return None if data is None else _value(get_args(hint)[0], data)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in _plainly(list, data))
    return _part(hint, data) if issubclass(hint, Part) else _scalar(hint, data)


def _scalar(hint: Any, data: Any) -> Any:
    for kind, read in ((datetime, datetime.fromisoformat), (StrEnum, hint), (Decimal, Decimal)):
        if issubclass(hint, kind):
            return read(_plainly(str, data))
    return _plainly(hint, data)


def _plainly(kind: type[Plain], data: Any) -> Plain:
    """The value itself when it is exactly of that kind: no 1 for True, no letters for a list."""
    if type(data) is not kind:
        raise TypeError(f"{kind.__name__} was expected, not {data!r:.40}")
    return data
