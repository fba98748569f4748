"""What people asked the portal for, and what they were answered: one line per act, written at once.

An act is ``accepted`` when the portal said so (a way on after what was sent), ``refused`` when it clearly said no, and
``unknown`` when no answer came, or one that says nothing (a server's fault). Accepted means: there once. Unknown: there
once or not at all. Refused: not there.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ACCEPTED, REFUSED, UNKNOWN = "accepted", "refused", "unknown"
# every kind of work that is done under faults; a mail is accepted by the mail server, all others by the portal
WORK = (
    "draft",
    "attachment",
    "application",
    "own data",
    "submission",
    "evidence",
    "upload",
    "import",
    "render",
    "mail",
)
TIME_OF_FAULTS = "time-of-faults.json"  # when the first fault could strike, and when the last had ended


@dataclass
class Act:
    """Something asked for: ``kind`` of request, ``mark`` by which it is found again, what else is known of it."""

    kind: str
    mark: str
    facts: dict[str, Any] = field(default_factory=dict)
    outcome: str = UNKNOWN
    status: int = 0
    at: float = field(default_factory=time.time, compare=False)


class Ledger:
    """Appends acts to a file; several threads may."""

    def __init__(self, file: Path) -> None:
        self.file, self._lock = file, threading.Lock()

    @contextmanager
    def asking(self, kind: str, mark: str, **facts: Any) -> Iterator[Act]:
        """Note the act when the block ends, with the outcome it was given; unknown if it was given none."""
        act = Act(kind, mark, facts)
        try:
            yield act
        finally:
            line = json.dumps(asdict(act), ensure_ascii=False)
            with self._lock, self.file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def read(file: Path) -> list[Act]:
    """All acts of a ledger, in the order they ended."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return [
        Act(**json.loads(line)) for line in lines if line.endswith("\n")
    ]  # the last may be half written yet
