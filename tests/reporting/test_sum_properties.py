"""What holds of every sum, whatever units report: on figures in memory (many) and on rows of the database (few)."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from organisations.models import Succession
from reporting.models import (
    Figure,
    SupportedEnterprise,
)
from reporting.queries.beside import beside_figures
from reporting.queries.measures import Reported, estimate, measure, to_date
from reporting.queries.overlaps import Helped, Standing, set_aside
from reporting.queries.results import results_of
from reporting.queries.submissions import submissions_in_full
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import PlanFactory, TargetFactory
from tests.reporting.filling import a_figure, a_line, a_period, a_submission, an_integrated_line, reported
from tests.reporting.naming import an_enterprise

# figures in memory: only what the sums read


@dataclass
class Period:
    year: int


@dataclass
class Form:
    period: Period
    certified_at: dt.datetime
    first_filed_at: dt.datetime | None = None
    is_nil: bool = False


@dataclass
class Line:
    submission: Form
    submission_id: int
    is_nil: bool = False


@dataclass(eq=False)
class Told:
    """A figure as the sums see it."""

    pk: int
    line: Line
    to_date: Decimal | None = None
    counted: Decimal | None = None
    estimate: Decimal | None = None
    unit: str = "doanh nghiệp"
    precision: str = "exact"
    helped: tuple[Helped, ...] = field(default_factory=tuple)

    @property
    def value(self):
        return self.counted if self.to_date is None else self.to_date


NUMBERS = st.none() | st.integers(0, 500).map(Decimal)
UNITS = st.integers(1, 5)
YEARS = st.integers(2021, 2024)
ENTERPRISES = st.lists(st.integers(1, 6), max_size=5, unique=True)
STANDINGS = st.sampled_from([Standing.OPEN, Standing.OPEN, Standing.KEPT, Standing.OUT, Standing.BOTH])


@st.composite
def figures(draw, *, unit="doanh nghiệp", ruled=True, typed=True):
    """Up to seven figures of five units in four years; some typed, some counts of named enterprises."""
    made = []
    for pk in range(1, draw(st.integers(0, 7)) + 1):
        form, year = draw(UNITS), draw(YEARS)
        line = Line(
            Form(
                Period(year),
                dt.datetime(year, 11, 1, tzinfo=dt.UTC) + dt.timedelta(days=draw(st.integers(0, 20))),
            ),
            year * 10 + form,
        )
        names = draw(ENTERPRISES)
        helped = tuple(
            Helped(
                e,
                f"Công ty {e}",
                draw(st.sampled_from(["5s", "iso"])),
                pk * 100 + e,
                draw(STANDINGS) if ruled else Standing.OPEN,
            )
            for e in names
        )
        number = draw(NUMBERS) if typed else None
        made.append(
            Told(pk, line, number, Decimal(len(names)) if names else None, draw(NUMBERS), unit, helped=helped)
        )
    return made


def facts(told):
    return told.state, told.value, sorted((a.figure.pk, a.enterprise, a.why) for a in told.aside)


@given(figures(), st.randoms())
def test_the_order_of_entry_does_not_matter(told, chance):
    shuffled = list(told)
    chance.shuffle(shuffled)
    for read in (to_date, estimate):
        assert facts(measure(told, read)) == facts(measure(shuffled, read))


@given(figures(ruled=False, typed=False))
def test_without_rulings_a_year_counts_every_enterprise_exactly_once(told):
    each = {(f.line.submission.period.year, h.enterprise) for f in told for h in f.helped}
    result = measure(told, to_date)
    assert (result.value or 0) == len(each)
    assert result.is_measured == bool(each)


@given(figures(ruled=False), st.data())
def test_naming_an_enterprise_again_changes_no_sum(told, data):
    counting = [f for f in told if f.counted is not None and f.to_date is None]
    if not counting:
        return
    first = data.draw(st.sampled_from(counting))
    before = measure(told, to_date).value
    again = Told(99, first.line, None, first.counted, helped=first.helped)
    assert measure([*told, again], to_date).value == before


@given(figures())
def test_a_sum_is_never_more_than_its_figures_nor_less_than_what_was_typed(told):
    result = measure(told, to_date)
    if result.is_measured:
        assert result.value <= sum(f.value for f in told if f.value is not None)
        assert result.value >= sum(f.to_date for f in told if f.to_date is not None)


@given(figures())
def test_nothing_is_taken_from_a_typed_number_and_each_deduction_is_explained(told):
    aside = set_aside(told)
    assert all(each.figure.to_date is None for each in aside)
    assert len({(each.figure.pk, each.enterprise) for each in aside}) == len(aside)
    for each in aside:
        assert each.why == "ruled" or each.kept is not None
        assert each.kept is not each.figure


@given(figures())
def test_years_add_up_to_the_whole(told):
    parts = [
        measure([f for f in told if f.line.submission.period.year == y], to_date) for y in range(2021, 2025)
    ]
    whole = measure(told, to_date)
    assert (whole.value or 0) == sum(part.value or 0 for part in parts)


@given(figures(), st.integers(0, 500).map(Decimal))
def test_a_late_edit_of_a_year_changes_the_whole_by_what_it_changes_the_year(told, number):
    early = [f for f in told if f.line.submission.period.year == 2021]
    before, year_before = measure(told, to_date), measure(early, to_date)
    for figure in early[:1]:
        figure.to_date = number
    after, year_after = measure(told, to_date), measure(early, to_date)
    assert (after.value or 0) - (before.value or 0) == (year_after.value or 0) - (year_before.value or 0)


@given(figures(unit="%"))
def test_percentages_are_never_added(told):
    given_ = [f for f in told if f.value is not None]
    result = measure(told, to_date)
    if len(given_) > 1:
        assert (result.state, result.value) == (Reported.APART, None)
    elif given_:
        assert result.is_measured


@given(figures(), st.booleans())
def test_nil_nought_and_silence_stay_three_answers(told, declared):
    for figure in told:
        figure.line.is_nil = declared
    result = measure(told, to_date, is_nil=declared)
    if any(f.value is not None for f in told):
        assert result.state == Reported.MEASURED
    else:
        assert (result.state, result.value) == (Reported.NIL if declared else Reported.MISSING, None)


# rows of the database

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
YEARLY = st.dictionaries(YEARS, st.lists(st.integers(0, 99), min_size=1, max_size=3), min_size=1, max_size=3)


class OfRows(TestCase):
    """The same of what is stored, read as the report reads it."""

    def told(self, plan, year=2024):
        [result] = results_of(plan, year, on=dt.date(2024, 11, 21)).targets
        return result

    def fill(self, plan, target, years):
        made = {}
        for year, numbers in years.items():
            period = a_period(plan, year)
            for at, number in enumerate(numbers):
                made[year, at] = reported(period, target, number, unit=f"Sở {at}")
        return made

    @FEW
    @given(YEARLY)
    def test_sums_over_units_and_years_with_gaps(self, years):
        plan = PlanFactory(year_from=2021, year_to=2025)
        target = TargetFactory(plan=plan)
        self.fill(plan, target, years)
        result = self.told(plan)
        assert result.cumulative.value == sum(map(sum, years.values()))
        assert result.year.value == (sum(years[2024]) if 2024 in years else None)
        assert result.unknown_years == tuple(y for y in range(2021, 2025) if y not in years)

    @FEW
    @given(YEARLY, st.integers(0, 99))
    def test_a_late_edit_of_an_earlier_year_changes_only_it_and_what_follows(self, years, number):
        plan = PlanFactory(year_from=2021, year_to=2025)
        target = TargetFactory(plan=plan)
        made = self.fill(plan, target, years)
        first = min(years)
        before = {y: self.told(plan, y) for y in range(2021, 2025)}
        Figure.objects.filter(pk=made[first, 0].pk).update(to_date=number)
        for y in range(2021, 2025):
            after = self.told(plan, y)
            moved = number - years[first][0] if y >= first else 0
            assert (after.cumulative.value or 0) - (before[y].cumulative.value or 0) == moved
            if y != first:
                assert after.year.value == before[y].year.value

    @FEW
    @given(st.integers(1, 50), st.integers(0, 50))
    def test_what_is_integrated_or_not_accepted_is_in_no_sum(self, number, beside):
        plan = PlanFactory(year_from=2021, year_to=2025)
        target = TargetFactory(plan=plan)
        period = a_period(plan, 2024)
        figure = reported(period, target, number)
        a_figure(an_integrated_line(figure.line.submission), beside, target=target)
        a_figure(a_line(a_submission(period, "Sở khác", "submitted")), beside, target=target)
        result = self.told(plan)
        assert (result.cumulative.value, len(result.integrated)) == (number, 1)

    @FEW
    @given(st.lists(st.sets(st.integers(1, 5), min_size=1), min_size=1, max_size=3), st.booleans())
    def test_named_enterprises_count_once_in_whatever_order_they_were_entered(self, named, typed):
        values = set()
        for order in list(permutations(range(len(named))))[:3]:
            plan = PlanFactory(year_from=2021, year_to=2025)
            target = TargetFactory(plan=plan, unit="doanh nghiệp")
            period = a_period(plan, 2024)
            for at in order:
                figure = reported(period, target, None, unit=f"Sở {at}")
                Figure.objects.filter(pk=figure.pk).update(counted_as="enterprises")
                for e in named[at]:
                    SupportedEnterprise.objects.create(
                        figure=figure, enterprise=an_enterprise(plan.province, f"Công ty {e}"), content="5S"
                    )
                if typed and at == 0:
                    Figure.objects.filter(pk=figure.pk).update(to_date=9, typed_reason="Chưa nêu tên hết")
            told = self.told(plan).year
            assert any(f.is_typed_over for f in told.figures) == (typed and len(named[0]) != 9)
            values.add(told.value)
        whole, first = set().union(*named), set(named[0])
        assert values == {Decimal(9 + len(whole - first) if typed else len(whole))}

    @FEW
    @given(st.integers(0, 50), st.integers(0, 50))
    def test_what_merged_units_reported_is_last_years_figure_of_their_successor_and_stays_in_the_sum(
        self, a, b
    ):
        plan = PlanFactory(year_from=2021, year_to=2025)
        target = TargetFactory(plan=plan)
        old = a_period(plan, 2023)
        former = [
            reported(old, target, n, unit=name).line.submission.organisation
            for n, name in ((a, "Sở Một"), (b, "Sở Hai"))
        ]
        new = OrganisationFactory(province=plan.province, name="Sở Mới")
        for unit in former:
            Succession.objects.create(
                old=unit, new=new, date=dt.date(2024, 3, 1), kind="merged", part="whole"
            )
        this_year = reported(a_period(plan, 2024), target, None, unit="Sở Mới")
        assert self.told(plan).cumulative.value == a + b
        beside = beside_figures(submissions_in_full().get(pk=this_year.line.submission_id))
        assert beside[this_year.pk].last_year == a + b
