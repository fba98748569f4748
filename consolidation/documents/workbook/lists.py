"""The sheets of a report's facts: targets, annex rows of the plan, units, enterprises."""

from decimal import Decimal
from typing import Any

from consolidation.documents.compose.wording import STATES
from consolidation.documents.facts import Facts
from consolidation.documents.listed import ANSWERED, FILED_ONLY, NIL, SENT_BACK, SILENT
from consolidation.documents.workbook.sheet import PERCENT, Formula, Head, Line, Share, Sheet, Value
from programmes.expressions import Operator
from reporting.queries.measures import Reported

HUNDRED = Decimal(100)
OWN, APART = "Thuộc Chương trình", "Lồng ghép"
NOT_ADDED = (
    "Kết quả lồng ghép đứng riêng, không cộng vào kết quả của Chương trình. Ô trống: kế hoạch không nêu."
)
DIVIDED = {Operator.EXACT, Operator.AT_LEAST, Operator.MORE_THAN, Operator.ABOUT}


def targets(facts: Facts) -> Sheet:
    """The targets of the report: what was promised, results, sums, percentages, verdicts."""
    year = facts["report"]["year"]
    heads = (
        Head("TT", 6), Head("Chỉ tiêu", 36), Head("Đơn vị tính", 13), Head("Nguồn kết quả", 16),
        Head("Cách nêu", 24), Head("Mức của kế hoạch", 11), Head(f"Kế hoạch năm {year}", 11),
        Head("đến ngày tổng hợp", 14, group=f"Kết quả năm {year}"), Head("ước cả năm", 14, group=f"Kết quả năm {year}"),
        Head("Lũy kế", 11), Head("So với mức của kế hoạch", 12, "%"), Head("Đánh giá", 15), Head("Giai đoạn", 12),
    )  # fmt: skip
    shown = [target for target in facts["targets"] if target["is_current"]]
    lines = []
    for place, target in enumerate(shown, start=1):
        lines.append(Line(_own(place, target)))
        apart = target["integrated"]
        if apart["value"] is not None:
            words = (str(place), target["indicator"], target["unit"], APART)
            lines.append(Line((*words, "", None, None, told(apart), None, None, None, "", target["phase"])))
    return Sheet("Chỉ tiêu", "Kết quả so với chỉ tiêu", heads, lines, notes=[NOT_ADDED])


def plan_rows(facts: Facts) -> Sheet:
    """The annex rows of the plan; several rows of one target are never added up."""
    year = facts["report"]["year"]
    heads = (
        Head("TT", 8), Head("Nội dung", 52), Head("Đơn vị tính", 16), Head(f"Kế hoạch năm {year}", 14),
        Head("đến ngày tổng hợp", 14, group=f"Kết quả năm {year}"), Head("ước cả năm", 14, group=f"Kết quả năm {year}"),
        Head("Lũy kế", 14),
    )  # fmt: skip
    lines = [
        Line(
            (row["code"], row["title"], row["unit"], number(row["planned"]), *(told(row[n]) for n in RESULTS))
        )
        for row in facts["rows"]
    ]
    return Sheet("Dòng phụ lục", "Kết quả theo dòng phụ lục của kế hoạch", heads, lines)


def units(facts: Facts) -> Sheet:
    """The units asked and how they answered, counted by formulas below."""
    heads = (
        Head("TT", 6),
        Head("Đơn vị", 52),
        Head("Tình trạng", 26),
        Head("Ngày nộp", 14),
        Head("Nộp muộn", 12),
    )
    lines = [
        Line(
            (
                Decimal(place),
                unit["name"],
                unit["said"],
                _day(unit["filed_on"]),
                "x" if unit["is_late"] else "",
            )
        )
        for place, unit in enumerate(facts["units"], start=1)
    ]
    counted = [("Tổng số đơn vị", Formula("=COUNTA(B{first}:B{last})"))]
    counted += [
        (said, Formula(f'=COUNTIF(C{{first}}:C{{last}},"{said}")'))
        for said in (ANSWERED, NIL, FILED_ONLY, SENT_BACK, SILENT)
    ]
    counted.append(("Nộp muộn", Formula('=COUNTIF(E{first}:E{last},"x")')))
    foot = [Line((None, words, formula), bold=True) for words, formula in counted]
    return Sheet("Đơn vị", "Tình hình gửi báo cáo của các đơn vị", heads, lines, foot if lines else ())


def enterprises(facts: Facts) -> Sheet:
    """The enterprises the units named; one may stand in several lines, so the lines are no number of enterprises."""
    heads = (
        Head("TT", 6), Head("Doanh nghiệp", 44), Head("Mã số thuế", 16), Head("Nội dung hỗ trợ", 40),
        Head("Sản phẩm", 26), Head("Chỉ tiêu", 40), Head("Nguồn kết quả", 18), Head("Đơn vị báo cáo", 34),
    )  # fmt: skip
    lines = [
        Line((Decimal(place), e["name"], e["tax_code"], e["content"], e["product"], e["indicator"],
              APART if e["attribution"] == "integrated" else OWN, e["unit"]))
        for place, e in enumerate(facts["enterprises"], start=1)
    ]  # fmt: skip
    note = "Một doanh nghiệp có thể đứng ở nhiều dòng; số dòng không phải là số doanh nghiệp."
    return Sheet("Doanh nghiệp", "Doanh nghiệp được hỗ trợ mà các đơn vị nêu tên", heads, lines, notes=[note])


RESULTS = ("year", "estimate", "cumulative")


def number(text: str | None) -> Decimal | None:
    """A figure of the facts as a number."""
    return None if text is None else Decimal(text)


def told(measure: dict[str, Any]) -> Value:
    """A figure as a number, or in words why there is none."""
    if measure["value"] is None:
        return STATES.get(Reported(measure["state"]), "")
    return Decimal(measure["value"])


def _own(place: int, target: dict[str, Any]) -> tuple[Value, ...]:
    asked = number(target["value"])
    return (
        str(place), target["indicator"], target["unit"], OWN, target["promised"], asked, number(target["planned"]),
        *(told(target[name]) for name in RESULTS), _percent(target, asked), target["assessed"], target["phase"],
    )  # fmt: skip


def _percent(target: dict[str, Any], asked: Decimal | None) -> Value:
    """The sum divided by what was promised where that is what the verdict rests on; else the percentage it rests on."""
    percent, reached = number(target["percent"]), number(target["cumulative"]["value"])
    if percent is None:
        return None
    is_quotient = asked and reached is not None and target["operator"] in DIVIDED
    if (
        asked
        and is_quotient
        and reached is not None
        and abs(reached / asked * HUNDRED - percent) < Decimal("0.005")
    ):
        return Formula('=IF(F{row}>0,J{row}/F{row},"")', PERCENT)
    return Share(percent)


def _day(text: str | None) -> str:
    return "" if text is None else f"{text[8:]}/{text[5:7]}/{text[:4]}"
