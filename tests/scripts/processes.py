"""Looks at the processes of this machine through /proc."""

import time
from pathlib import Path


def descendants(pid):
    """The ids of all processes below one process."""
    children = told_of(pid, f"task/{pid}/children").split()
    return [found for child in map(int, children) for found in [child, *descendants(child)]]


def command_of(pid):
    """The command line of a process, its words parted by NUL."""
    return told_of(pid, "cmdline")


def is_alive(pid):
    """Whether a process exists and is more than an entry nobody has collected yet."""
    stat = told_of(pid, "stat")
    return bool(stat) and stat.rpartition(")")[2].split()[0] != "Z"


def told_of(pid, what):
    """What the system tells of a process; nothing where it has ended meanwhile, as the servers' own come and go."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def eventually(is_so, within=40.0):
    """Whether something becomes true in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()
