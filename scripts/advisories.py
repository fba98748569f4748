"""Do known advisories name anything we install? Asked of a committed snapshot, so it works without the internet.

usage: python -m scripts.advisories                  checks requirements/*.txt; exit code 1 on a hit
       python -m scripts.advisories --take CHECKOUT  makes the snapshot anew from a checkout of the Python Packaging
                                                     Advisory Database (its folder ``vulns``)

An advisory that was looked into and does not touch the portal may be let pass by its id in ``ACCEPTED``, with the reason.
"""

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "scripts" / "advisories.json"
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
STALE = 90  # days after which the snapshot's age is told as a warning
ACCEPTED: dict[str, str] = {}  # id: why it does not touch us


class Hit(NamedTuple):
    """One advisory about one version we install."""

    package: str
    version: str
    advisory: str
    aliases: str
    what: str


def plain(name: str) -> str:
    """A package's name as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(texts: Iterable[str]) -> dict[str, set[str]]:
    """Package → versions, of all lock files together."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for name, version in PINNED.findall(text):
            found.setdefault(plain(name), set()).add(version)
    return found


def affects(advisory: dict[str, Any], version: str) -> bool:
    """Whether ``version`` is named, or lies in a range that begins at ``introduced`` and ends before ``fixed``."""
    if version in advisory["versions"]:
        return True
    try:
        here = Version(version)
        for piece in advisory["ranges"]:
            begins, fixed, last = (piece.get(key) for key in ("introduced", "fixed", "last_affected"))
            after = begins in {None, "0"} or here >= Version(begins)
            before = (fixed is None or here < Version(fixed)) and (last is None or here <= Version(last))
            if after and before:
                return True
    except InvalidVersion:
        return False
    return False


def hits(snapshot: dict[str, Any], installed: dict[str, set[str]]) -> list[Hit]:
    """The advisories that name what is installed, but for those let pass."""
    return [
        Hit(package, version, advisory["id"], ", ".join(advisory["aliases"]), advisory["what"])
        for advisory in snapshot["advisories"]
        if advisory["id"] not in ACCEPTED
        for package in [advisory["package"]]
        for version in sorted(installed.get(package, ()))
        if affects(advisory, version)
    ]


def pieces(events: list[dict[str, str]]) -> list[dict[str, str]]:
    """Events of a range in their order, as pieces that begin and end."""
    found: list[dict[str, str]] = []
    for event in events:
        if "introduced" in event:
            found.append({"introduced": str(event["introduced"])})
        elif found:
            found[-1] |= {
                key: str(value) for key, value in event.items() if key in {"fixed", "last_affected"}
            }
    return found


def read_advisory(text: str) -> list[dict[str, Any]]:
    """The entries of one file of the database; withdrawn ones are none. Explicit versions are kept only without a range."""
    facts = yaml.safe_load(text)
    if facts.get("withdrawn"):
        return []
    what = " ".join(str(facts.get("details", "")).split())
    return [
        {
            "id": facts["id"],
            "aliases": facts.get("aliases", []),
            "package": plain(entry["package"]["name"]),
            "ranges": (ranges := [
                piece
                for span in entry.get("ranges", [])
                if span["type"] == "ECOSYSTEM"
                for piece in pieces(span["events"])
            ]),
            "versions": [] if ranges else [str(version) for version in entry.get("versions", [])],
            "what": what[:160],
        }
        for entry in facts.get("affected", [])
        if entry["package"]["ecosystem"] == "PyPI"
    ]  # fmt: skip


def take(checkout: Path, names: Iterable[str]) -> dict[str, Any]:
    """A snapshot about ``names`` from a git checkout (or its bare repository), with the day of its newest commit."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(checkout), *words], check=True, capture_output=True, text=True
        ).stdout

    commit, day = git("log", "-1", "--format=%H %cs").split()
    wanted = set(names)
    listed = git("ls-tree", "-r", "--name-only", "HEAD", "vulns").splitlines()
    files = [name for name in listed if plain(name.split("/")[1]) in wanted]
    advisories = [entry for name in files for entry in read_advisory(git("show", f"HEAD:{name}"))]
    source = {"source": "Python Packaging Advisory Database", "commit": commit, "dated": day}
    return source | {"packages": sorted(wanted), "advisories": advisories}


def main(arguments: list[str]) -> int:
    """The exit code: 0 when nothing is known against what is installed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--take", type=Path, metavar="CHECKOUT")
    wanted = parser.parse_args(arguments)
    installed = pinned(path.read_text() for path in sorted((ROOT / "requirements").glob("*.txt")))
    if wanted.take:
        SNAPSHOT.write_text(json.dumps(take(wanted.take, installed), indent=1, ensure_ascii=False) + "\n")
    snapshot = json.loads(SNAPSHOT.read_text())
    found = hits(snapshot, installed)
    for hit in found:
        print(f"{hit.package} {hit.version}: {hit.advisory} ({hit.aliases}) {hit.what}")
    unknown = sorted(set(installed) - set(snapshot["packages"]))
    if unknown:
        print(f"The snapshot was not asked about: {', '.join(unknown)}. Take it anew.")
    age = (dt.datetime.now(tz=dt.UTC).date() - dt.date.fromisoformat(snapshot["dated"])).days
    print(
        f"{len(installed)} packages, {len(snapshot['advisories'])} advisories known on {snapshot['dated']}: "
        f"{len(found)} hits"
    )
    if age > STALE:
        print(f"The snapshot is {age} days old: what became known since is not in it.")
    return 1 if found or unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
