"""Differences of two versions are complete: applied to the older one they give the newer one, whatever was changed."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.queries.versions import Line, changed, lines_of, moved
from papers.blocks import Paragraph
from tests.papers.sample_document import sample_document

WORDS = st.sampled_from(["Đã", "mở", "3", "4", "lớp", "tại", "Văn", "Giang", "và", "Khoái", "Châu"])
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
LINES = st.lists(st.builds(Line, st.sampled_from(["", "I. Kết quả", "II. Đánh giá"]), TEXTS), max_size=12)


def applied(before, changes):
    """The texts of the newer version, from the older one's lines and the changes alone; None where they do not fit."""
    gone = [change.old for change in changes if change.old]
    come = [change.new for change in changes if change.new]
    left = [line.text for line in before]
    for text in gone:
        left.remove(text)
    return sorted([*left, *come])


@settings(max_examples=150, deadline=None)
@given(LINES, LINES)
def test_changes_applied_to_the_older_version_give_the_newer_one(before, after):
    changes, kept = changed(before, after)
    assert applied(before, changes) == sorted(line.text for line in after)
    assert kept == len(before) - sum(1 for change in changes if change.old)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_the_words_of_a_changed_line_put_together_are_the_line(before, after):
    changes, _kept = changed(before, after)
    for change in changes:
        if change.pieces:
            old = " ".join(words for kind, words in change.pieces if kind != "in")
            new = " ".join(words for kind, words in change.pieces if kind != "out")
            assert (old, new) == (change.old, change.new)


@given(LINES)
@settings(max_examples=30, deadline=None)
def test_a_version_does_not_differ_from_itself(lines):
    assert changed(lines, lines) == ([], len(lines))


def test_every_part_of_a_paper_is_compared_but_not_its_number_and_day():
    paper = sample_document()
    same = replace(paper, letterhead=replace(paper.letterhead, number=99, symbol="KHAC"), draft=False)
    lines = list(lines_of(paper))
    assert list(lines_of(same)) == lines
    other = replace(
        paper,
        blocks=(*paper.blocks, Paragraph.of("Câu thêm.")),
        closing="Câu kết khác.",
        recipients=("Nơi khác",),
    )
    changes, _kept = changed(lines, list(lines_of(other)))
    come = {change.new for change in changes if change.new}
    assert {"Câu thêm.", "Câu kết khác.", "Nơi khác"} <= come


def test_figures_that_moved_came_or_went_are_told_and_nil_is_not_missing():
    def target(pk, value, state="measured"):
        return {
            "id": pk,
            "indicator": f"Chỉ tiêu {pk}",
            "unit": "lớp",
            "year": {"state": state, "value": value},
        }

    old = {"targets": [target(1, "3"), target(2, None, "nil"), target(3, "5")]}
    new = {"targets": [target(1, "4"), target(2, None, "missing"), target(4, "1")]}
    told = [(each.indicator, each.what) for each in moved(old, new)]
    assert told == [
        ("Chỉ tiêu 1", "year"),
        ("Chỉ tiêu 2", "year"),
        ("Chỉ tiêu 3", "year"),
        ("Chỉ tiêu 4", "year"),
    ]
