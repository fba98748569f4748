import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from common.numbers import parse_number
from programmes.expressions import (
    BaseKind,
    Expression,
    Operator,
    Verdict,
    assess,
    child_within_parent,
    to_words,
)

COUNTS = [Operator.EXACT, Operator.AT_LEAST, Operator.MORE_THAN, Operator.ABOUT]
RANK = {Verdict.NOT_MET: 0, Verdict.IN_PROGRESS: 0, Verdict.MET: 1, Verdict.EXCEEDED: 2}


def count(operator, value, unit="doanh nghiệp", **facts):
    return Expression(operator=operator, value=Decimal(value), unit=unit, **facts)


def growth(low=3, high=5, **facts):
    return Expression(
        operator=Operator.GROWTH_PER_YEAR_RANGE, low=Decimal(low), high=Decimal(high), unit="%/năm", **facts
    )


def increase(value=50, base_kind=BaseKind.TARGET, **facts):
    return Expression(
        operator=Operator.INCREASE_AT_LEAST_PERCENT,
        value=Decimal(value),
        unit="%",
        base_phase="2021–2025",
        base_kind=base_kind,
        **facts,
    )


def verdict(expression, actual, **facts):
    return assess(
        expression, None if actual is None else Decimal(actual), **{"reported": True, **facts}
    ).verdict


def reason(assessment, language="en"):
    with translation.override(language):
        return str(assessment.reason)


# The judge


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (Operator.EXACT, "not_met", "met", "exceeded"),
        (Operator.AT_LEAST, "not_met", "met", "exceeded"),
        (Operator.MORE_THAN, "not_met", "not_met", "met"),
        (Operator.ABOUT, "met", "met", "exceeded"),
    ],
)
def test_counts(operator, below, equal, above):
    target = count(operator, 2000)
    assert [verdict(target, actual) for actual in (1999, 2000, 2001)] == [below, equal, above]


@pytest.mark.parametrize(
    ("actual", "tolerance", "expected"),
    [
        (1425, 5, "met"),
        (1424, 5, "not_met"),
        (1424, 6, "met"),
        (1499, 0, "not_met"),
        (1500, 0, "met"),
        (0, 100, "met"),
    ],
)
def test_about_allows_a_shortfall_within_the_tolerance(actual, tolerance, expected):
    assert verdict(count(Operator.ABOUT, 1500), actual, about_tolerance=Decimal(tolerance)) == expected


def test_approximately_met_names_the_tolerance():
    assessment = assess(count(Operator.ABOUT, 1500), Decimal(1450), reported=True)
    assert reason(assessment) == (
        "The result 1,450 is approximately the target of 1,500: it lies within the tolerance of 5%."
    )


@pytest.mark.parametrize("tolerance", [-1, 101])
def test_a_tolerance_is_a_percentage(tolerance):
    with pytest.raises(ValueError, match="0 to 100"):
        assess(count(Operator.ABOUT, 1500), Decimal(1), reported=True, about_tolerance=Decimal(tolerance))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("102.9", "not_met"),
        ("103", "met"),
        ("104", "met"),
        ("105", "met"),
        ("105.1", "exceeded"),
        ("90", "not_met"),
    ],
)
def test_growth_within_a_range(actual, expected):
    assert verdict(growth(), actual, previous=Decimal(100)) == expected


def test_growth_names_both_figures():
    assessment = assess(growth(), Decimal(104), reported=True, previous=Decimal(100))
    assert (assessment.growth, assessment.needed) == (4, 103)
    assert reason(assessment) == (
        "Against the earlier figure of 100, the result 104 is a change of 4%; the target is growth of 3% to 5% a year."
    )


@pytest.mark.parametrize(("actual", "expected"), [(2249, "not_met"), (2250, "met"), (2251, "exceeded")])
@pytest.mark.parametrize("kind", BaseKind)
def test_increase_over_another_phase(kind, actual, expected):
    assert verdict(increase(base_kind=kind), actual, base=Decimal(1500)) == expected


@pytest.mark.parametrize(("kind", "word"), [(BaseKind.TARGET, "target"), (BaseKind.ACTUAL, "result")])
def test_an_increase_names_its_base(kind, word):
    assessment = assess(increase(base_kind=kind), Decimal(1800), reported=True, base=Decimal(1500))
    assert reason(assessment) == (
        f"Counted from the {word} of 2021–2025 (1,500), the result 1,800 is a change of 20%; at least 2,250 is asked for."
    )


@pytest.mark.parametrize(
    ("expression", "facts", "why"),
    [
        (count(Operator.EXACT, 20), {"reported": False}, "The result has not been reported yet."),
        (growth(), {}, "The result of the year before is not known, so growth cannot be counted."),
        (
            growth(),
            {"first_year": True},
            "The plan states no baseline, so growth in the first year cannot be counted.",
        ),
        (
            growth(),
            {"previous": Decimal(0)},
            "The figure to compare with is 0, so no percentage can be counted from it.",
        ),
        (
            increase(),
            {"base": Decimal(0)},
            "The figure to compare with is 0, so no percentage can be counted from it.",
        ),
        (increase(), {}, "The target of the other phase, from which the increase counts, is not known."),
        (
            increase(base_kind=BaseKind.ACTUAL),
            {},
            "The result of the other phase, from which the increase counts, is not known.",
        ),
        (
            increase(base_kind=""),
            {"base": Decimal(1500)},
            "It has not been chosen whether the increase counts from the target or the result of the other phase.",
        ),
    ],
)
@pytest.mark.parametrize("actual", [None, Decimal(7)])
def test_what_is_missing_makes_a_target_not_assessable_and_never_zero_percent(expression, facts, why, actual):
    assessment = assess(expression, actual, **{"reported": True, **facts})
    assert (assessment.verdict, assessment.percent, assessment.growth, reason(assessment)) == (
        Verdict.NOT_ASSESSABLE,
        None,
        None,
        why,
    )


def test_the_baseline_stands_in_for_the_first_year_only():
    target = growth(baseline=Decimal(100))
    assert verdict(target, 104, first_year=True) == Verdict.MET
    assert verdict(target, 104) == Verdict.NOT_ASSESSABLE
    assert verdict(target, 104, first_year=True, previous=Decimal(104)) == Verdict.NOT_MET


def test_nil_missing_and_zero_are_three_answers():
    target = count(Operator.AT_LEAST, 15)
    nil, missing, zero = (
        assess(target, actual, reported=reported)
        for actual, reported in ((None, True), (None, False), (Decimal(0), True))
    )
    assert [(a.verdict, a.percent) for a in (nil, missing, zero)] == [
        (Verdict.NOT_MET, None),
        (Verdict.NOT_ASSESSABLE, None),
        (Verdict.NOT_MET, 0),
    ]
    assert len({reason(a) for a in (nil, missing, zero)}) == 3


def test_before_the_end_a_shortfall_is_in_progress():
    target = count(Operator.AT_LEAST, 15)
    assert [verdict(target, actual, closed=False) for actual in (14, 15, 16, None)] == [
        "in_progress", "met", "exceeded", "in_progress"
    ]  # fmt: skip
    assert reason(assess(target, Decimal(14), reported=True, closed=False)) == (
        "The result 14 has not reached the target of 15 yet; the period has not ended."
    )


def test_more_than_says_that_reaching_is_not_enough():
    assessment = assess(count(Operator.MORE_THAN, 2000), Decimal(2000), reported=True)
    assert (assessment.percent, reason(assessment)) == (
        100,
        "The result 2,000 equals 2,000, but the target asks for more than that.",
    )


@pytest.mark.parametrize("operator", COUNTS)
def test_a_target_of_zero_has_no_percentage(operator):
    assert assess(count(operator, 0), Decimal(3), reported=True).percent is None


def test_figures_in_a_reason_follow_the_language_of_the_reader():
    assessment = assess(count(Operator.EXACT, 2000), Decimal(1500), reported=True)
    assert ["1.500" in reason(assessment, "vi"), "1,500" in reason(assessment, "en")] == [True, True]


amounts = st.decimals(min_value=0, max_value=10**6, places=2)
percents = st.decimals(min_value=0, max_value=300, places=1)
maybe = st.none() | amounts
units = st.sampled_from(["doanh nghiệp", "chuyên gia", "lượt người", "%", "phòng thử nghiệm", "mô hình"])
flags = {"striving": st.booleans(), "within_parent": st.booleans()}
counts = st.builds(Expression, operator=st.sampled_from(COUNTS), value=amounts, unit=units, **flags)
growths = st.tuples(percents, percents, maybe).map(
    lambda parts: growth(min(parts[:2]), max(parts[:2]), baseline=parts[2])
)
increases = st.builds(increase, percents, st.sampled_from([*BaseKind, ""]), **flags)
expressions = counts | growths | increases
tolerances = st.decimals(min_value=0, max_value=100, places=1)
circumstances = st.fixed_dictionaries(
    {
        "reported": st.booleans(),
        "base": maybe,
        "previous": maybe,
        "first_year": st.booleans(),
        "closed": st.booleans(),
        "about_tolerance": tolerances,
    }
)
# What can always be judged: a property of verdicts is tried on these, not on what is thrown away.
positive = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)
assessable = counts | growths | st.builds(increase, percents, st.sampled_from(BaseKind), **flags)
known = st.fixed_dictionaries(
    {
        "reported": st.sampled_from([True]),
        "base": positive,
        "previous": positive,
        "first_year": st.booleans(),
        "closed": st.booleans(),
        "about_tolerance": tolerances,
    }
)


@given(expressions, maybe, circumstances)
def test_every_target_gets_a_verdict_with_a_reason(expression, actual, facts):
    assessment = assess(expression, actual, **facts)
    assert (assessment.verdict in Verdict, reason(assessment) != "", "%(" in reason(assessment)) == (
        True,
        True,
        False,
    )


@given(expressions, maybe, circumstances)
def test_no_percentage_without_a_result_and_a_denominator(expression, actual, facts):
    assessment = assess(expression, actual, **facts)
    if assessment.verdict == Verdict.NOT_ASSESSABLE or actual is None or not assessment.needed:
        assert assessment.percent is None
    else:
        assert assessment.percent == actual * 100 / assessment.needed


@given(assessable, amounts, amounts, known)
def test_a_better_result_never_gets_a_worse_verdict(expression, one, other, facts):
    worse, better = (assess(expression, actual, **facts).verdict for actual in sorted((one, other)))
    assert RANK[worse] <= RANK[better]


@given(assessable, amounts, known)
def test_what_is_needed_keeps_the_promise(expression, extra, facts):
    needed = assess(expression, Decimal(0), **facts).needed
    step = Decimal("0.01") if expression.operator == Operator.MORE_THAN else 0
    assert assess(expression, needed + step + extra, **facts).keeps_promise is True


@given(expressions, maybe, circumstances)
def test_an_open_period_changes_only_shortfalls(expression, actual, facts):
    still_open, ended = (
        assess(expression, actual, **{**facts, "closed": closed}).verdict for closed in (False, True)
    )
    assert (still_open == ended) or (still_open, ended) == (Verdict.IN_PROGRESS, Verdict.NOT_MET)


@given(expressions, maybe, circumstances)
def test_what_is_not_reported_is_never_judged(expression, actual, facts):
    assert assess(expression, actual, **{**facts, "reported": False}).verdict == Verdict.NOT_ASSESSABLE


# The shape


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        ({"operator": Operator.EXACT}, {"value"}),
        ({"operator": Operator.EXACT, "value": Decimal(-1)}, {"value"}),
        ({"operator": Operator.EXACT, "value": Decimal("NaN")}, {"value"}),
        ({"operator": Operator.ABOUT, "value": Decimal(1), "low": Decimal(1)}, {"low"}),
        ({"operator": Operator.GROWTH_PER_YEAR_RANGE, "low": Decimal(3)}, {"high"}),
        ({"operator": Operator.GROWTH_PER_YEAR_RANGE, "low": Decimal(5), "high": Decimal(3)}, {"high"}),
        ({"operator": Operator.GROWTH_PER_YEAR_RANGE, "value": Decimal(3)}, {"value", "low", "high"}),
        ({"operator": Operator.INCREASE_AT_LEAST_PERCENT, "unit": " "}, {"value", "unit"}),
    ],
)
def test_parts_that_do_not_fit_the_operator_are_refused_by_field(parts, fields):
    with pytest.raises(ValidationError) as caught:
        Expression(**{"unit": "doanh nghiệp", **parts})
    assert set(caught.value.message_dict) == fields


@pytest.mark.parametrize(
    ("child", "parent", "answer"),
    [
        (count(Operator.ABOUT, 10, "chuyên gia"), count(Operator.EXACT, 40, "chuyên gia"), True),
        (count(Operator.EXACT, 5), count(Operator.EXACT, 5), True),
        (count(Operator.EXACT, 6), count(Operator.EXACT, 5, "Doanh  nghiệp"), False),
        (count(Operator.AT_LEAST, 20, "chuyên gia"), count(Operator.MORE_THAN, 2000, "lượt người"), None),
        (count(Operator.EXACT, 100, "%"), count(Operator.ABOUT, 250), None),
        (count(Operator.EXACT, 100, "%"), count(Operator.EXACT, 90, "%"), None),
        (growth(), count(Operator.EXACT, 5), None),
        (count(Operator.EXACT, 5), increase(), None),
    ],
)
def test_a_part_is_at_most_its_whole_where_they_compare(child, parent, answer):
    assert child_within_parent(child, parent) is answer


# The writer: targets of the enacted plans

WORDS = [
    (count(Operator.EXACT, 20), "20 doanh nghiệp", "20 enterprises"),
    (count(Operator.EXACT, 1, "tổ chức"), "1 tổ chức", "1 organisation"),
    (count(Operator.AT_LEAST, 15), "ít nhất 15 doanh nghiệp", "at least 15 enterprises"),
    (count(Operator.ABOUT, 1500), "khoảng 1.500 doanh nghiệp", "about 1,500 enterprises"),
    (count(Operator.MORE_THAN, 2000, "lượt người"), "trên 2.000 lượt người", "more than 2,000 attendances"),
    (growth(), "tăng từ 3-5%/năm", "growth of 3–5% a year"),
    (growth("3.5", "3.5"), "tăng 3,5%/năm", "growth of 3.5% a year"),
    (
        increase(),
        "tăng ít nhất 50% so với giai đoạn 2021–2025",
        "an increase of at least 50% over 2021–2025",
    ),
    (
        Expression(operator=Operator.INCREASE_AT_LEAST_PERCENT, value=Decimal(10), unit="%"),
        "tăng ít nhất 10%",
        "an increase of at least 10%",
    ),
    (
        count(Operator.EXACT, 50, "sản phẩm", striving=True),
        "phấn đấu 50 sản phẩm",
        "striving for 50 products",
    ),
    (
        count(Operator.AT_LEAST, 20, "chuyên gia", striving=True, within_parent=True),
        "trong đó phấn đấu ít nhất 20 chuyên gia",
        "of which striving for at least 20 experts",
    ),
    (count(Operator.EXACT, 100, "%", within_parent=True), "trong đó 100%", "of which 100%"),
    (count(Operator.EXACT, 3, "mô hình"), "3 mô hình", "3 mô hình"),
    (
        count(Operator.EXACT, 200, "kiểu dáng công nghiệp"),
        "200 kiểu dáng công nghiệp",
        "200 industrial designs",
    ),
]


@pytest.mark.parametrize(("expression", "vietnamese", "english"), WORDS)
def test_targets_in_words(expression, vietnamese, english):
    assert (to_words(expression), to_words(expression, "en")) == (vietnamese, english)


def test_vietnamese_words_do_not_depend_on_the_language_of_the_screen():
    with translation.override("en"):
        assert to_words(count(Operator.ABOUT, 1500)) == "khoảng 1.500 doanh nghiệp"


def _figures_in(words):
    return [parse_number(figure) for figure in re.findall(r"\d[\d.,]*", words.replace("2021–2025", ""))]


@given(counts | increases | growths)
def test_figures_in_words_are_read_back(expression):
    promised = [
        figure for figure in (expression.value, expression.low, expression.high) if figure is not None
    ]
    assert sorted({*_figures_in(to_words(expression))}) == sorted({*promised})


@given(counts, counts)
def test_different_promises_read_differently(one, other):
    assume(one != other)
    assert to_words(one) != to_words(other)
