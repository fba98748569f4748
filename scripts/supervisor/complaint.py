"""What the person at the terminal reads instead of a traceback."""

import os
import sys
from pathlib import Path

TAIL_LINES = 15


class Complaint(Exception):
    """Something the person at the terminal has to mend; said in English and in Vietnamese.

    ``log`` is the file whose last lines show the cause, if there is one.
    """

    def __init__(self, english: str, vietnamese: str, log: Path | None = None) -> None:
        super().__init__(english)
        self.english = english
        self.vietnamese = vietnamese
        self.log = log

    def __str__(self) -> str:
        lines = [self.english, self.vietnamese]
        if self.log:
            lines += [f"--- {self.log}", *tail(self.log)]
        return "\n".join(lines)


def tail(log: Path) -> list[str]:
    """The last lines of a log, or nothing where it cannot be read."""
    try:
        return log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
    except OSError:
        return []


def say(*lines: str) -> None:
    """Write to the terminal at once; one that has been closed does not stop the work."""
    try:
        print(*lines, sep="\n", flush=True)
    except OSError:
        # Python flushes once more at exit: give it something that still takes the bytes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_no(complaint: Complaint) -> None:
    """Write a complaint to standard error, set apart by an empty line."""
    try:
        print(f"\n{complaint}", file=sys.stderr, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
