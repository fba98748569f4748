"""The money of granted supports, to the cut-off; where the books hold none, that nothing is known."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from common.formatting import administrative_date, money, number, small_count
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.spans import years_of
from consolidation.documents.compose.wording import missing
from papers.blocks import Align, Block, Cell, Column, Paragraph, Row, RowKind, TableBlock
from papers.graphs import Point, Series, TrendBlock, TrendShape
from programmes.models import NationalTaskGroup
from reporting.documents.outline import Section
from reporting.queries.money import Amounts, MoneyOf
from support.models import SupportContent

MILLION, BILLION = 1_000_000, 1_000_000_000
UNIT = "triệu đồng"
MOST_YEARS = 12
NO_GROUP = "Nội dung hỗ trợ không thuộc nhóm nào"
HOW = "Khoản đã chấm dứt hoặc thôi hỗ trợ không còn tính là đã quyết định; tiền chi và thu hồi tính theo ngày chứng từ."


def support_money(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """What was committed, paid and paid back: in a sentence, by year, and by content."""
    told, until = matter.money, administrative_date(matter.money.until)
    if not told.is_known:
        yield missing(
            f"Đến ngày {until} chưa ghi nhận khoản hỗ trợ nào cho doanh nghiệp, "
            "vì vậy báo cáo không nêu số liệu kinh phí hỗ trợ."
        )
        return
    within = f"trong {'các năm' if len(told.asked) > 1 else 'năm'} {years_of(matter)}"
    yield Paragraph.of(
        f"Kinh phí hỗ trợ doanh nghiệp đến ngày {until}: {within} {_sentence(told.within)}; "
        f"lũy kế từ đầu kế hoạch {_sentence(told.in_all)}."
    )
    yield from _chart(matter)
    yield _by_year(matter)
    yield _by_content(matter)


def _sentence(amounts: Amounts) -> str:
    count = small_count(amounts.supports)
    said = f"đã quyết định {count} khoản hỗ trợ với {money(amounts.committed)}, đã chi {money(amounts.paid)}"
    return f"{said}, đã thu hồi {money(amounts.recovered)}" if amounts.recovered else said


def _chart(matter: Matter) -> Iterator[Block]:
    """What was committed and paid, year beside year; one year alone makes no picture."""
    years, in_all = matter.money.years[-MOST_YEARS:], matter.money.in_all
    if len(years) < 2:  # noqa: PLR2004 - years side by side
        return
    most = max(max(amounts.committed, amounts.paid) for _year, amounts in years)
    size, unit = (BILLION, "tỷ đồng") if most >= BILLION else (MILLION, "triệu đồng")
    paid, committed = (number(_in(size, amount)) for amount in (in_all.paid, in_all.committed))
    yield TrendBlock(
        title=f"Đã chi {paid} trong {committed} {unit} đã quyết định hỗ trợ",
        labels=tuple(str(year) for year, _amounts in years),
        series=(
            Series("Đã quyết định", tuple(Point(_in(size, each.committed)) for _year, each in years)),
            Series("Đã chi", tuple(Point(_in(size, each.paid)) for _year, each in years)),
        ),
        unit=unit,
        shape=TrendShape.COLUMNS,
    )


def _in(size: int, amount: int) -> Decimal:
    """An amount in millions or billions, to one place; the tables have it exactly."""
    return (Decimal(amount) / size).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _by_year(matter: Matter) -> TableBlock:
    rows = [Row(_amounts(f"Năm {year}", amounts)) for year, amounts in matter.money.years]
    rows.append(Row(_amounts("Lũy kế", matter.money.in_all), RowKind.TOTAL))
    return TableBlock(
        (
            Column("Năm", 18),
            Column("Số khoản hỗ trợ", 14, Align.CENTER),
            *(
                Column(title, 17, Align.CENTER, unit=UNIT)
                for title in ("Đã quyết định", "Đã chi", "Đã thu hồi")
            ),
            Column("Đã chấm dứt, thôi hỗ trợ", 17, Align.CENTER, unit=UNIT),
        ),
        tuple(rows),
        caption="Kinh phí hỗ trợ doanh nghiệp theo năm",
        note=HOW,
    )


def _amounts(name: str, amounts: Amounts) -> tuple[Cell, ...]:
    sums = (amounts.committed, amounts.paid, amounts.recovered, amounts.given_up)
    return (Cell(name), Cell(number(amounts.supports), numeric=True), *map(_cell, sums))


def _by_content(matter: Matter) -> TableBlock:
    """Each national group with its sum, and its contents as parts of it."""
    told = matter.money
    year = f"Năm {years_of(matter)}"
    rows: list[Row] = []
    for group in told.groups:
        rows.append(_row(_name(group.of), group, RowKind.NORMAL))
        rows += [
            _row(_name(each.of), each, RowKind.CHILD) for each in told.contents if _group(each) == group.of
        ]
    rows.append(_row("Cộng", MoneyOf(None, told.within, told.in_all), RowKind.TOTAL))
    return TableBlock(
        (
            Column("Nhóm nhiệm vụ, nội dung hỗ trợ", 40),
            *(Column(title, 12, Align.CENTER, UNIT, year) for title in ("Đã quyết định", "Đã chi")),
            *(
                Column(title, 12, Align.CENTER, UNIT, "Lũy kế")
                for title in ("Đã quyết định", "Đã chi", "Đã thu hồi")
            ),
        ),
        tuple(rows),
        caption="Kinh phí hỗ trợ doanh nghiệp theo nội dung",
    )


def _row(name: str, each: MoneyOf, kind: RowKind) -> Row:
    figures = (
        each.within.committed,
        each.within.paid,
        each.in_all.committed,
        each.in_all.paid,
        each.in_all.recovered,
    )
    return Row((Cell(name), *map(_cell, figures)), kind)


def _cell(amount: int) -> Cell:
    """An amount in millions as exact as it is: 162.350.000 is “162,35”; a cell has no room for the đồng."""
    return Cell(number(Decimal(amount) / MILLION), numeric=True)


def _name(of: SupportContent | NationalTaskGroup | None) -> str:
    if of is None:
        return NO_GROUP
    return of.title if isinstance(of, NationalTaskGroup) else of.short


def _group(each: MoneyOf) -> NationalTaskGroup | None:
    content = each.of
    return content.task.national_group if isinstance(content, SupportContent) and content.task else None
