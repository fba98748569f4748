"""The list that lies beside a backup: what it holds, with a checksum of each thing."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from operations.queries.fingerprints import Print
from operations.queries.keys import mark_of

FORMAT = 1
MANIFEST, DUMP, FILES, SEAL = "manifest.json", "database.dump", "files", "seal.key"
PIECE = 1024 * 1024


class Damaged(Exception):
    """A backup that is not whole, or was changed."""


@dataclass
class Manifest:
    """``files``: name → [bytes, SHA-256]; ``missing``: files that rows name and the store did not have."""

    begun: str
    portal: str
    server: str
    migrations: list[str]
    tables: dict[str, Print]
    sequences: dict[str, int]
    dump: str = ""  # its SHA-256
    files: dict[str, list[Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    ended: str = ""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Keep it in the backup's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def manifest_of(folder: Path) -> Manifest:
    """The list of a backup. Damaged: there is none, or it is of another format."""
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise Damaged(f"{folder} holds no backup: {MANIFEST} cannot be read.") from problem
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise Damaged(
            f"{folder} was not written by this version of the portal: its {MANIFEST} has another format."
        )
    try:
        kept["tables"] = {name: Print(**facts) for name, facts in kept["tables"].items()}
        return Manifest(**kept)
    except (AttributeError, KeyError, TypeError) as problem:
        raise Damaged(f"{folder} is not whole: {MANIFEST} is not as it was written.") from problem


def digest_of(file: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def damages(folder: Path, manifest: Manifest) -> list[str]:
    """What of a backup is not as its list says; in words."""
    found = []
    dump = folder / DUMP
    if not dump.exists() or digest_of(dump) != manifest.dump:
        found.append(f"{DUMP} is not what was written")
    for name, (_size, digest) in manifest.files.items():
        file = folder / FILES / name
        if not file.is_file() or digest_of(file) != digest:
            found.append(f"{FILES}/{name} is not what was written")
    return found + [
        f"{key['name']} is not what was written"
        for key in manifest.keys
        if key["is_in_backup"] and _mark_in(folder / str(key["name"])) != key["mark"]
    ]


def _mark_in(file: Path) -> str:
    """The mark of the key in a file; "" where there is none."""
    try:
        return mark_of(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return ""
