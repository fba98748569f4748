"""Numbers of Vietnamese texts, and the sums of typed tables."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from common.formatting import number, small_count
from consolidation.completeness.figures import numbers_in, wrong_sums

TABLE = """| Đơn vị | Lớp | Người |
| Sở Công Thương | {} | 1.200 |
| Sở Y tế | 05 | 300 |
| Tổng cộng | {} | 1.500 |"""


def test_numbers_are_read_as_documents_write_them():
    text = "gần 3.000 lượt, 05 doanh nghiệp, 12,5%, 3000 người, ngày 14/10/2023, 955/SKHCN, TCVN-9001."
    assert list(numbers_in(text)) == [Decimal(3000), Decimal(5), Decimal("12.5"), Decimal(3000)]


@given(st.decimals(0, 10**9, places=2))
def test_every_number_the_portal_writes_is_read_back(value):
    assert list(numbers_in(f"có {number(value)} doanh nghiệp")) == [value]
    assert list(numbers_in(f"có {small_count(value)} doanh nghiệp")) == [value]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_sum_is_found_wrong_exactly_when_it_is(one, said):
    wrong = list(wrong_sums(TABLE.format(number(Decimal(one)), number(Decimal(said)))))
    assert wrong == ([] if said == one + 5 else [("Lớp", Decimal(said), Decimal(one + 5))])


def test_a_table_with_cells_that_are_no_numbers_is_not_summed():
    assert list(wrong_sums(TABLE.format("chưa báo cáo", 9))) == []
    assert list(wrong_sums("| a | b |\n| Tổng | 5 |\nVăn bản thường.")) == []
