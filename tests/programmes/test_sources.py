"""Lines of the carried texts, quoted beside what was read from them."""

import pytest
import yaml

from programmes.queries.finding_codes import MEANINGS, loudest, meaning
from programmes.queries.sources import CARRIED, line_numbers, quoted

HANOI = "sources/ha-noi-149-2021.txt"


@pytest.mark.parametrize(
    ("places", "lines"),
    [
        ("37", [37]),
        ("45,47", [45, 47]),
        ("11, 17, 11", [11, 17]),
        ("9-12, 184", [9, 10, 11, 12, 184]),
        ("9–10", [9, 10]),
        ("12-9", []),
        ("dòng 7 (phụ lục)", [7]),
        ("", []),
    ],
)
def test_places_name_lines(places, lines):
    assert line_numbers(places) == lines


def test_a_line_is_quoted_as_it_stands():
    [(number, text)] = quoted(HANOI, "37")
    assert number == 37
    assert "phân đầu đào tạo được ít nhất 20 chuyên" in text


def test_blank_lines_and_lines_beyond_the_end_are_left_out():
    assert quoted(HANOI, "1-2, 99999") == [
        (n, t) for n, t in enumerate((CARRIED / HANOI).read_text().split("\n")[:2], start=1) if t.strip()
    ]


def test_a_whole_document_is_not_quoted_beside_a_row():
    assert len(quoted(HANOI, "1-99999999999")) <= 30


@pytest.mark.parametrize("source", ["", "../models/plan.py", "/etc/passwd", "sources", "sources/nothing.txt"])
def test_nothing_else_is_ever_opened(source):
    assert quoted(source, "1-5") == []


def test_every_code_of_the_national_list_is_explained_with_its_level():
    listed = yaml.safe_load((CARRIED / "national.yaml").read_text())["finding_codes"]
    assert {row["code"]: row["level"] for row in listed} == {m.code: m.level for m in MEANINGS.values()}


def test_an_unexplained_code_is_shown_as_it_is():
    assert meaning("NEW_CODE").words == "NEW_CODE"


def test_the_gravest_level_speaks():
    assert loudest(["TYPO"]) == "info"
    assert loudest(["TYPO", "MISSING_ROWS"]) == "warning"
    assert loudest(["TYPO", "TOTAL_MISMATCH", "MISSING_ROWS"]) == "error"
