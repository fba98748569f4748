"""Tells whether files changed since a step was last done, so that a second start need not repeat it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

NOT_CODE = frozenset(
    {
        "__pycache__",
        "tests",
        "docs",
        "bench",
        "faults",
        "static",
        "locale",
        "templates",
        "var",
        "node_modules",
    }
)


def files_below(folder: Path) -> Iterator[Path]:
    """The files that decide what the database holds: code and data, in a fixed order."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_CODE and not name.startswith("."))
        yield from (Path(where) / name for name in sorted(names) if not name.startswith("."))


def code_folders(repository: Path) -> list[Path]:
    """The folders of the project that decide what the database holds; loose files beside them do not."""
    return sorted(
        folder
        for folder in repository.iterdir()
        if folder.is_dir() and folder.name not in NOT_CODE and not folder.name.startswith(".")
    )


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files and, for folders, of everything in them."""
    digest = hashlib.sha256()
    for path in paths:
        for file in [path] if path.is_file() else files_below(path):
            digest.update(str(file).encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_done(stamp: Path, value: str) -> bool:
    """Whether the step behind this stamp was done with exactly these files."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == value


def note_done(stamp: Path, value: str) -> None:
    """Remember that the step was done with these files."""
    stamp.write_text(value, encoding="ascii")
