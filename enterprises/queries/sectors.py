"""Which group of thresholds a line of business belongs to, by its edition of VSIC and its code."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from enterprises.models import Sector

DATA = Path(__file__).parents[1] / "data" / "vsic-sectors.yaml"


@dataclass(frozen=True)
class Line:
    """A line of business: its section (a letter), the sector of Decree 80/2021/NĐ-CP, the decision the edition is from.

    ``evidence`` tells how sure the mapping is (S, V1, V2, M, U; see organisations.models.validity.Evidence).
    """

    section: str
    sector: Sector
    document: str
    legal_basis: str
    evidence: str


def line_of(version: str, code: str) -> Line | None:
    """The line of business of ``code`` (two to five digits) in the edition ``version``; None where it has no such code."""
    mapping = _mapping()
    edition = mapping["editions"].get(version)
    if edition is None or not (code.isascii() and code.isdigit()) or len(code) < 2:  # noqa: PLR2004 - digits of a division
        return None
    division = code[:2]
    for section, (first, last) in edition["sections"].items():
        if first <= division <= last:
            sector = next(Sector(name) for name, held in mapping["sectors"].items() if section in held)
            return Line(section, sector, edition["document"], mapping["legal_basis"], mapping["evidence"])
    return None


@cache
def _mapping() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return read
