"""Two units say things about one task: whatever they say and whoever comes first, nothing is lost."""

from decimal import Decimal
from functools import reduce
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from reporting.actions.merging import Said, Told, added, both_said, both_told, stronger
from reporting.models import LineRole

NAMES = ["Sở A", "Sở B", "Sở C"]
words = st.text(alphabet="abc đê ơ.", min_size=1, max_size=12).map(str.strip).filter(bool)
values = st.none() | st.decimals(0, 10**6, places=2)
kinds = st.sampled_from(["missing", "nil", "zero", "text"])


def said(kind, name, text):
    """What a unit says: nothing at all, a declared nil, a measured 0, or words."""
    return Said(
        name,
        text if kind == "text" else "",
        text if kind == "nil" else None,
        has_results=kind == "zero",
    )


def kind_of(one):
    return "content" if one.is_content else "nil" if one.nil is not None else "missing"


def merge_all(many):
    """Into an empty form's line of the first, as forms arrive one after the other."""
    left = []

    def step(mine, theirs):
        both, left_out = both_said(mine, theirs)
        left.append(left_out)
        return both

    return reduce(step, many), left


@given(st.lists(st.tuples(kinds, words), min_size=2, max_size=3))
def test_content_beats_nil_nils_stay_nil_and_nil_beside_silence_is_silence(stories):
    units = [said(kind, name, text) for (kind, text), name in zip(stories, NAMES, strict=False)]
    kinds_told = {kind_of(one) for one in units}
    wanted = "content" if "content" in kinds_told else "nil" if kinds_told == {"nil"} else "missing"
    assert {kind_of(merge_all(order)[0]) for order in permutations(units)} == {wanted}


@given(st.lists(st.tuples(kinds, words), min_size=2, max_size=3))
def test_every_word_is_kept_in_the_line_or_in_the_journal(stories):
    units = [said(kind, name, text) for (kind, text), name in zip(stories, NAMES, strict=False)]
    for order in permutations(units):
        both, left = merge_all(order)
        everything = "\n".join([both.text, both.nil or "", *left])
        assert [one for one in units if one.text and one.text not in both.text] == []
        assert [one for one in units if one.nil and one.nil not in everything] == []


@given(st.lists(words, min_size=3, max_size=3))
def test_the_same_paragraphs_come_out_whatever_the_order(texts):
    units = [Said(name, text) for name, text in zip(NAMES, texts, strict=True)]
    found = {frozenset(merge_all(order)[0].text.split("\n\n")) for order in permutations(units)}
    assert found == {frozenset(f"{name}: {text}" for name, text in zip(NAMES, texts, strict=True))}


def test_a_unit_is_named_once_and_the_forms_own_unit_not_at_all():
    both, _left = both_said(Said("", "Đã tập huấn."), Said("Sở B", "Sở B: Đã hội thảo."))
    assert both.text == "Đã tập huấn.\n\nSở B: Đã hội thảo."


def test_two_units_with_the_same_nil_say_it_once():
    both, _left = both_said(Said("", nil="Không phát sinh."), Said("Sở B", nil="Không phát sinh."))
    assert both.nil == "Không phát sinh."


def test_what_was_declared_nil_is_still_read_beside_content():
    both, _left = both_said(Said("", "Đã tập huấn."), Said("Sở B", nil="Không phát sinh."))
    assert (both.text, both.nil) == ("Đã tập huấn.\n\nSở B: Không phát sinh.", None)


@given(st.lists(st.tuples(values, values), min_size=2, max_size=4))
def test_typed_parts_are_added_in_any_order_and_gaps_stay_gaps(parts):
    told = [Told(to_date, estimate) for to_date, estimate in parts]
    totals = {
        (both.to_date, both.estimate) for both in (reduce(both_told, order) for order in permutations(told))
    }
    measured = [[one[at] for one in parts if one[at] is not None] for at in (0, 1)]
    assert totals == {tuple(sum(found, Decimal(0)) if found else None for found in measured)}


@given(values, values, values, values)
def test_the_value_of_two_figures_is_the_sum_of_their_values_however_they_came_about(a, b, c, d):
    mine, theirs = Told(to_date=a, counted=b), Told(to_date=c, counted=d)
    both = both_told(mine, theirs)
    assert both.value == added(mine.value, theirs.value)
    assert (both.to_date is None) == (a is None and c is None)


def test_zero_is_measured_and_a_gap_is_not():
    assert (added(None, None), added(Decimal(0), None), added(None, Decimal(2))) == (None, 0, 2)


@given(st.lists(st.sampled_from(LineRole), min_size=1, max_size=5))
def test_the_role_that_obliges_most_remains(roles):
    order = [LineRole.LEAD, LineRole.PARTNER, LineRole.GROUP, LineRole.ASKED, LineRole.OWN]
    assert stronger(*roles) == next(role for role in order if role in roles)
