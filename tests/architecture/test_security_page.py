"""docs/security.md goes through every line of the standard, and whatever it names as evidence exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
# Lines of levels 1 and 2 of OWASP ASVS 5.0.0: section → how many, where they are numbered without a gap.
LINES = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+?)(?:::(\w+))?`")
STATES = {"yes", "open", "operator", "n/a"}


def lost(text: str) -> list[str]:
    """What the page names in back quotes as a file, or as a test in one, and is not there."""
    found = []
    for path, test in NAMED.findall(text):
        if "/" not in path and not test:
            continue  # a setting, a value
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
            found.append(f"{path}::{test}" if test else path)
    return found


def test_every_line_of_the_standard_is_answered_once():
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    wanted = [f"{section}.{number + 1}" for section, most in LINES.items() for number in range(most)]
    assert [row[0] for row in rows] == wanted
    assert {row[3] for row in rows} == STATES


def test_whatever_is_named_as_evidence_exists():
    assert lost(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", [row for row in ROW.findall(PAGE.read_text(encoding="utf-8")) if row[3] != "yes"]
)
def test_what_is_not_met_gives_its_reason(line):
    assert len(line[4]) >= len("No SAML"), line[0]


def test_a_planted_evidence_is_found():
    text = "`tests/nowhere.py` `tests/architecture/test_security_page.py::test_nothing` `PORTAL_X` `tests/architecture/rights.py`"
    assert lost(text) == ["tests/nowhere.py", "tests/architecture/test_security_page.py::test_nothing"]
