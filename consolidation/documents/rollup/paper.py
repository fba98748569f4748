"""The paper of several plans, and the annex a province's report carries where it inherited plans."""

import datetime as dt
from collections.abc import Iterator, Sequence

from common.formatting import administrative_date, small_count
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.wording import STATES
from consolidation.documents.rollup.charts import bars_of
from consolidation.documents.rollup.tables import (
    NO_FAMILY,
    RULES,
    by_area,
    by_family,
    capitalised,
    completeness,
)
from consolidation.queries.rollup.country import ProvinceTold, has_several_plans, overview, province_told
from papers.blocks import Block, ChartBlock, Paragraph, Run
from papers.letter import issuer_words, signature_of, usual_stationery
from papers.model import Annex, Document, IssueDate, Letterhead, Metadata
from papers.text import DEMO, DEMO_WARNING
from programmes.queries.roles import provinces_on
from reporting.queries.letterhead import MINISTRY, SYMBOL

ANNEX = "Tổng hợp các kế hoạch của tỉnh"
KIND = "Báo cáo"
SYMBOL_OF_MINISTRY = "BC-BKHCN"


def rollup_annex(draft: Draft) -> Annex | None:
    """The plans of the province side by side and as one; None where it has a single plan in the year.

    Which provinces it took over is asked of the day the report is due: a report of the past keeps its province.
    """
    day, year = min(draft.on, draft.period.due_on), draft.period.year
    province = provinces_on(draft.period.plan.province, day)[0]
    if not has_several_plans(province, year, as_of=day):
        return None  # a single plan is told in the report itself
    told = province_told(province, year, on=draft.on, as_of=day)
    return Annex(ANNEX, tuple(_of_province(told, year)), landscape=True)


def rollup_paper(provinces: Sequence[ProvinceTold], year: int, *, on: dt.date, at: dt.datetime) -> Document:
    """What the plans of one province or of many amount to in ``year``, as it stands on ``on``: a working paper.

    Number, day and signer stay open; every page is marked a draft. Raises DocumentRefused when it cannot be printed.
    """
    is_demo = any(told.is_demo for told in provinces)
    alone = provinces[0] if len(provinces) == 1 else None
    head = _of_dost(alone, year) if alone else _of_ministry(year)
    blocks = [Paragraph((Run(f"{DEMO}. {DEMO_WARNING}", bold=True),))] if is_demo else []
    tables = tuple(_of_province(alone, year)) if alone else tuple(_of_country(provinces, year))
    return Document(
        letterhead=head,
        signature=signature_of("GIÁM ĐỐC" if alone else "BỘ TRƯỞNG"),
        blocks=(*blocks, *_body(provinces, year, on)),
        recipients=("Lưu: VT",),
        annexes=(Annex(ANNEX if alone else "Kết quả theo nhóm chỉ tiêu", tables, landscape=True),),
        mark=DEMO if is_demo else "",
        metadata=Metadata(
            reference=f"tong-hop/{alone.province.slug if alone else 'cac-tinh'}/{year}", composed_at=at
        ),
    )


def _of_dost(told: ProvinceTold, year: int) -> Letterhead:
    usual = usual_stationery(told.province.full_name, told.province.name)
    title = f"Tổng hợp kết quả thực hiện các kế hoạch của {told.province.full_name} năm {year}"
    return Letterhead(
        issuer=issuer_words(usual.issuer),
        symbol=SYMBOL,
        place=usual.place,
        kind=KIND,
        title=title,
        superior=usual.superior,
        date=IssueDate(),
    )


def _of_ministry(year: int) -> Letterhead:
    title = f"Tổng hợp kết quả thực hiện kế hoạch của các tỉnh, thành phố theo nhóm chỉ tiêu năm {year}"
    return Letterhead(
        issuer=MINISTRY, symbol=SYMBOL_OF_MINISTRY, place="Hà Nội", kind=KIND, title=title, date=IssueDate()
    )


def _body(provinces: Sequence[ProvinceTold], year: int, on: dt.date) -> Iterator[Block]:
    plans = [plan for told in provinces for plan in told.plans]
    opened = sum(1 for plan in plans if plan.period is not None)
    issued = sum(1 for plan in plans if plan.report is not None and plan.report.is_out)
    yield Paragraph.of(
        f"Số liệu năm {year} của {small_count(len(plans))} kế hoạch, tính đến ngày {administrative_date(on)}: "
        f"{small_count(opened)} kế hoạch đã mở kỳ báo cáo, {small_count(issued)} báo cáo đã ban hành."
    )
    yield Paragraph.of(RULES)
    yield completeness(provinces, caption="Mức độ đầy đủ của số liệu")


def _of_province(told: ProvinceTold, year: int) -> Iterator[Block]:
    areas = ", ".join(area.name for area in told.areas)
    if len(told.areas) > 1:
        yield Paragraph.of(
            f"Địa bàn trước khi sắp xếp: {areas}. Kế hoạch tính cho địa bàn của tỉnh đã ban hành kế hoạch đó."
        )
    if any(plan.targets for plan in told.plans):
        caption = f"Kết quả năm {year} theo nhóm chỉ tiêu"
        groups = ((each.family.name if each.family else NO_FAMILY, each) for each in told.families)
        yield by_family(groups, year, caption=caption)
    yield by_area(told.plans, year, caption=f"Kết quả năm {year} theo địa bàn cũ")


def _of_country(provinces: Sequence[ProvinceTold], year: int) -> Iterator[Block]:
    for family in overview(provinces):
        unit, told = family.family.unit, small_count(family.with_figure)
        title = f"{family.family.name}, lũy kế đến năm {year}: {told}/{small_count(len(family.lines))} tỉnh có báo cáo"
        yield ChartBlock(title=title, bars=bars_of(family.lines, STATES), unit=unit)
        groups = ((capitalised(line.told.province.full_name), line.together) for line in family.lines)
        yield by_family(groups, year, rules="")
