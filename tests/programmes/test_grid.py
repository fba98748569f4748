"""Yearly figures: blank, dash and zero are three things; a total never replaces a sum."""

from decimal import Decimal

import pytest

from programmes.queries.grid import Agreement, CellKind, grid_of
from tests.factories.programmes import AnnualTargetFactory, TargetFactory, TaskFactory

pytestmark = pytest.mark.django_db


def row(cells, total=None, total_raw=""):
    task = TaskFactory(kind="annex_row", total=total, total_raw=total_raw)
    for year, (value, raw) in enumerate(cells, start=2021):
        AnnualTargetFactory(task=task, year=year, value=value, raw=raw)
    return grid_of([task]).rows[0]


def test_blank_dash_zero_and_figure_are_kept_apart():
    cells = row([(None, ""), (0, "-"), (0, "0"), (12, "12SP")]).cells
    assert [cell.kind for cell in cells] == [CellKind.BLANK, CellKind.DASH, CellKind.FIGURE, CellKind.FIGURE]
    assert cells[3].raw == "12SP"


@pytest.mark.parametrize(
    ("cells", "total", "agreement", "summed"),
    [
        ([(2, "2")] * 5, Decimal(10), Agreement.AGREES, Decimal(10)),
        ([(None, ""), (2, "2"), (3, "3")], Decimal(5), Agreement.AGREES, Decimal(5)),
        ([(2, "2"), (2, "2")], Decimal(5), Agreement.DIFFERS, Decimal(4)),
        ([(0, "-"), (1, "1")], None, Agreement.NO_TOTAL, Decimal(1)),
        ([(None, ""), (None, "")], Decimal(5), Agreement.NO_YEARS, None),
        ([(0, "-"), (0, "-")], Decimal(0), Agreement.AGREES, Decimal(0)),
    ],
)
def test_total_and_sum_stand_side_by_side(cells, total, agreement, summed):
    found = row(cells, total)
    assert (found.agreement, found.sum, found.total) == (agreement, summed, total)


def test_a_year_one_row_lacks_is_blank_there():
    first, second = TaskFactory(kind="annex_row"), TaskFactory(kind="annex_row")
    AnnualTargetFactory(task=first, year=2021)
    AnnualTargetFactory(task=second, year=2022)
    grid = grid_of([first, second])
    assert grid.years == (2021, 2022)
    assert [cell.kind for cell in grid.rows[0].cells] == [CellKind.FIGURE, CellKind.BLANK]


def test_rows_without_yearly_figures_are_left_out():
    assert not grid_of([TaskFactory(), TargetFactory()])


def test_figures_assigned_to_a_target_have_no_enacted_total():
    target = TargetFactory()
    AnnualTargetFactory(task=None, target=target, value=Decimal(3), raw="", is_assigned=True)
    assert grid_of([target]).rows[0].agreement == Agreement.NO_TOTAL
