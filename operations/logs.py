"""The log: one line of JSON each, under the name of its request, without anything about a person.

What people are called, typed or searched for never reaches the log: addresses of pages are told by their pattern, a
database's complaint without the row it quotes, and whatever looks like an e-mail address or a number of a person or
an enterprise is blotted out. Who did something stands in the journal, under the same name of the request.
"""

import datetime as dt
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from django.core.exceptions import ValidationError

from common.request_id import request_id

ADDRESS = re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;:=]+\.[A-Za-z]{2,}")
NUMBER = re.compile(
    r"(?<![\w-])\+?\d(?:[ .-]?\d){8,}(?![\w-])"
)  # telephone, identity card, tax code, account
QUOTED_ROW = re.compile(
    r"(?im)^\s*(DETAIL|CONTEXT|LINE \d+|HINT|QUERY):?.*(?:\n\s+.*)*|\((?:[^()]*)\)=\((?:[^()]*)\)"
)
QUESTION = re.compile(r"\?[^\s\"']*=[^\s\"']*")
BREAKS = {
    ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"
}  # what else ends a line for some readers
LONGEST = 2000  # signs of a message
MOST_FRAMES = 25
OURS = (
    "route",
    "method",
    "status",
    "milliseconds",
    "bytes",
    "code",
    "sql",
    "seconds",
    "task",
)  # facts lines may carry


class JsonLines(logging.Formatter):
    """A record as one line of JSON: at, level, logger, message, request, and the facts the line carries."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; letters as they are, line breaks escaped, also those JSON lets stand."""
        return json.dumps(facts_of(record), ensure_ascii=False, default=str).translate(BREAKS)


class PlainLines(logging.Formatter):
    """The same for the eyes of whoever sits at a trial."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, words; then the facts, then the fault."""
        facts = facts_of(record)
        head = " ".join(str(facts.pop(name)) for name in ("at", "level", "logger"))
        words, fault = facts.pop("message"), facts.pop("fault", None)
        rest = " ".join(f"{name}={value}" for name, value in facts.items())
        tail = [fault["kind"], fault["words"], *fault["at"]] if fault else []
        return "\n  ".join(_in_one_line(line) for line in [f"{head}: {words} {rest}", *tail])


def _in_one_line(words: str) -> str:
    """Nobody's words can look like a line of the log of its own."""
    return " ⏎ ".join(words.splitlines()).rstrip()


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says, without anything about a person."""
    at = dt.datetime.fromtimestamp(record.created, tz=dt.UTC)
    facts: dict[str, Any] = {
        "at": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": message_of(record),
        "request": request_id(),
    }
    facts |= {name: getattr(record, name) for name in OURS if getattr(record, name, None) is not None}
    if record.exc_info and record.exc_info[1] is not None:
        facts["fault"] = fault_of(record.exc_info[1], record.exc_info[2])
    return {name: value for name, value in facts.items() if value != ""}


def message_of(record: logging.LogRecord) -> str:
    """The words of a record. Django's words about a request name its address, which may hold a secret: the pattern stands for it."""
    request = getattr(record, "request", None)
    status = getattr(record, "status_code", None)
    if status is not None:
        match = getattr(request, "resolver_match", None)
        return f"{status} at {f'/{match.route}' if match else 'no known address'}"
    try:
        return without_personal(record.getMessage())
    except (TypeError, ValueError):  # words and facts that do not fit each other
        return without_personal(str(record.msg))


def fault_of(fault: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    """An exception: its kind, its words as far as they may be told, and the places in the code it went through."""
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return {
        "kind": f"{type(fault).__module__}.{type(fault).__qualname__}",
        "words": words_of(fault),
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def words_of(fault: BaseException) -> str:
    """A refusal is told by its codes alone, for its sentence may quote what was typed."""
    if isinstance(fault, ValidationError):
        errors = getattr(fault, "error_list", None) or [fault]
        return " ".join(sorted({str(error.code or "refused") for error in errors}))
    return without_personal(str(fault))


def without_personal(words: str) -> str:
    """``words`` with addresses, long numbers, quoted rows and what was asked of a page blotted out."""
    words = QUOTED_ROW.sub("…", words[: LONGEST * 2])
    words = ADDRESS.sub("[address]", words)
    words = QUESTION.sub("?…", words)
    return NUMBER.sub("[number]", words)[:LONGEST].strip()
