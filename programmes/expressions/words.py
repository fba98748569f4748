"""A target in words."""

from common.formatting import english_number, number
from programmes.expressions.expression import Expression, Operator

ONE_RATE = "one rate"  # growth per year of which both ends are the same
VIETNAMESE = (
    {
        Operator.EXACT: "{count}",
        Operator.AT_LEAST: "ít nhất {count}",
        Operator.MORE_THAN: "trên {count}",
        Operator.ABOUT: "khoảng {count}",
        Operator.GROWTH_PER_YEAR_RANGE: "tăng từ {low}-{high}%/năm",
        ONE_RATE: "tăng {low}%/năm",
        Operator.INCREASE_AT_LEAST_PERCENT: "tăng ít nhất {value}%",
    },
    " so với giai đoạn {phase}",
    "phấn đấu ",
    "trong đó ",
)
ENGLISH = (
    {
        Operator.EXACT: "{count}",
        Operator.AT_LEAST: "at least {count}",
        Operator.MORE_THAN: "more than {count}",
        Operator.ABOUT: "about {count}",
        Operator.GROWTH_PER_YEAR_RANGE: "growth of {low}–{high}% a year",
        ONE_RATE: "growth of {low}% a year",
        Operator.INCREASE_AT_LEAST_PERCENT: "an increase of at least {value}%",
    },
    " over {phase}",
    "striving for ",
    "of which ",
)
ENGLISH_UNITS = {  # one, several; a unit not listed stays Vietnamese
    "doanh nghiệp": ("enterprise", "enterprises"),
    "chuyên gia": ("expert", "experts"),
    "người": ("person", "people"),
    "lượt người": ("attendance", "attendances"),
    "đại biểu": ("delegate", "delegates"),
    "sản phẩm": ("product", "products"),
    "tổ chức": ("organisation", "organisations"),
    "phòng thử nghiệm": ("laboratory", "laboratories"),
    "lớp": ("course", "courses"),
    "cuộc": ("event", "events"),
    "hội nghị": ("conference", "conferences"),
    "phóng sự": ("broadcast", "broadcasts"),
    "tiêu chuẩn cơ sở": ("company standard", "company standards"),
    "kiểu dáng công nghiệp": ("industrial design", "industrial designs"),
    "sáng chế/giải pháp hữu ích": ("invention or utility solution", "inventions or utility solutions"),
    "nhãn hiệu, chỉ dẫn địa lý": ("mark or geographical indication", "marks or geographical indications"),
}


def to_words(expression: Expression, language: str = "vi") -> str:
    """Return the target in words: ``ít nhất 15 doanh nghiệp``, in English ``at least 15 enterprises``.

    Vietnamese needs no catalogue, for documents.
    """
    is_english = language.startswith("en")
    figure = english_number if is_english else number
    patterns, before, striving, within = ENGLISH if is_english else VIETNAMESE
    words = patterns[_shape(expression)].format(
        count=_with_unit(figure(expression.value), expression, is_english=is_english),
        value=figure(expression.value),
        low=figure(expression.low),
        high=figure(expression.high),
    )
    against = before.format(phase=expression.base_phase) if expression.base_phase else ""
    return "".join(
        (within if expression.within_parent else "", striving if expression.striving else "", words, against)
    )


def _with_unit(figure: str, expression: Expression, *, is_english: bool) -> str:
    if expression.unit.startswith("%"):
        return f"{figure}{expression.unit}"
    one, several = ENGLISH_UNITS.get(expression.unit, (expression.unit, expression.unit))
    unit = (one if expression.value == 1 else several) if is_english else expression.unit
    return f"{figure} {unit}"


def _shape(expression: Expression) -> str:
    is_one_rate = expression.low is not None and expression.low == expression.high
    return ONE_RATE if is_one_rate else expression.operator
