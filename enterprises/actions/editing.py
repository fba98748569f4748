"""What two people changing the same record need: which edition each saw, and what a change changed."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken

STALE = "stale"
SAVED_MEANWHILE = _(
    "Somebody saved this while you were typing. Nothing of yours was saved yet, and nothing is lost: compare, and save again."
)


def stale() -> RuleBroken:
    """The record was changed since the page was opened."""
    return RuleBroken(SAVED_MEANWHILE, code=STALE)


def edition(record: Model, names: Iterable[str]) -> str:
    """A short name for what the fields say now: two editions are the same when nothing differs."""
    said = json.dumps([_plain(getattr(record, name)) for name in names], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changes(record: Model, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → what it says and what it would say, for those that differ; as the journal keeps it."""
    return {
        name: [_plain(getattr(record, name)), _plain(value)]
        for name, value in facts.items()
        if getattr(record, name) != value
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)
