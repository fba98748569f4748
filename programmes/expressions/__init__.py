"""A target as the plan enacts it: an expression with one judge, :func:`assess`, and one writer, :func:`to_words`.

"khoảng 1.500 doanh nghiệp", "tăng từ 3-5%/năm", "tăng ít nhất 50% so với giai đoạn 2021–2025": the operator is
part of the promise. Nothing here touches the database. Results and bases are handed in; what is not known makes a
target not assessable, with the reason, and never 0 %.
"""

from programmes.expressions.expression import BaseKind, Expression, Operator, child_within_parent
from programmes.expressions.judge import TOLERANCE, Assessment, Verdict, assess
from programmes.expressions.words import to_words

__all__ = [
    "TOLERANCE",
    "Assessment",
    "BaseKind",
    "Expression",
    "Operator",
    "Verdict",
    "assess",
    "child_within_parent",
    "to_words",
]
