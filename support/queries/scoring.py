"""What the appraisers' points come to: weights made to sum to 100, means reckoned exactly.

Points and weights are fractions throughout; only what is shown is rounded, and never up to a pass mark that is missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Prefetch, Q
from django.utils import timezone

from common.formatting import number
from support.models import Application, Appraiser, Criterion, RequestedItem, Score
from support.queries.procedures import procedure_of

FULL = 100
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Weighted:
    """A criterion with its part of the whole: ``share`` percent once the weights are made to sum to 100."""

    criterion: Criterion
    share: Fraction

    @property
    def shown(self) -> Decimal:
        """The share to two decimals."""
        return rounded(self.share)


@dataclass(frozen=True)
class Row:
    """A criterion with the appraisers' scores."""

    weighted: Weighted
    scores: list[Score | None]


@dataclass(frozen=True)
class Mark:
    """What unbiased appraisers give a content: ``mean`` of 100 (None: nobody has scored), ``pass_mark`` if laid down.

    ``by_appraiser`` holds the weighted points of each appraiser who scored every criterion; ``total`` is what the weights
    entered add up to.
    """

    criteria: tuple[Weighted, ...]
    total: Decimal
    by_appraiser: dict[int, Fraction]
    mean: Fraction | None
    pass_mark: Decimal | None
    scorers: tuple[tuple[int, Appraiser], ...] = ()

    @property
    def is_normalised(self) -> bool:
        """Whether the weights entered do not add up to 100 and were scaled."""
        return bool(self.criteria) and self.total != FULL

    @property
    def passes(self) -> bool | None:
        """Whether the pass mark is reached; None where none is laid down or nobody has scored."""
        if self.pass_mark is None or self.mean is None:
            return None
        return self.mean >= Fraction(self.pass_mark)

    @property
    def shown(self) -> Decimal | None:
        """The mean to two decimals; one that misses the pass mark never reads as if it reached it."""
        if self.mean is None:
            return None
        near = rounded(self.mean)
        return (
            rounded(self.mean, ROUND_DOWN) if self.passes is False and near >= (self.pass_mark or 0) else near
        )

    @property
    def words(self) -> str:
        """The mean as it is read, “72,35”."""
        return number(self.shown)

    @property
    def pass_words(self) -> str:
        """The pass mark as it is read, “50”."""
        return number(self.pass_mark)

    @property
    def table(self) -> list[Row]:
        """Each criterion with the score of every appraiser who scored, None where one gave none."""
        given = {
            pk: {score.criterion_id: score for score in person.scores.all()} for pk, person in self.scorers
        }
        return [Row(w, [scores.get(w.criterion.pk) for scores in given.values()]) for w in self.criteria]

    @property
    def weighted_row(self) -> list[Decimal | None]:
        """The weighted points of every appraiser who scored; None for one whose points are not whole."""
        return [
            rounded(self.by_appraiser[pk]) if pk in self.by_appraiser else None
            for pk, _person in self.scorers
        ]


def criteria_for(application: Application) -> list[Criterion]:
    """The criteria an application is appraised by: its plan's and its contents', in force on the day it was submitted."""
    day = timezone.localdate(application.submitted_at) if application.submitted_at else timezone.localdate()
    contents = application.items.values("content_id")
    rows = Criterion.objects.on(day).filter(
        Q(content=None) | Q(content__in=contents), plan=application.plan_id
    )
    return list(rows.order_by("position", "pk"))


def appraisers_in_full(application: Application) -> list[Appraiser]:
    """The appraisers with their people and points; two queries."""
    scores = Prefetch("scores", Score.objects.select_related("criterion"))
    return list(application.appraisers.select_related("user").prefetch_related(scores))


def marks_of(
    application: Application, items: Iterable[RequestedItem], appraisers: Sequence[Appraiser] | None = None
) -> dict[int, Mark]:
    """The mark of each content asked for, by the id of its item; those under the same criteria have the same mark."""
    rows = criteria_for(application)
    heard = appraisers_in_full(application) if appraisers is None else appraisers
    day = timezone.localdate(application.submitted_at) if application.submitted_at else timezone.localdate()
    procedure = procedure_of(application.plan, day)
    pass_mark = procedure.pass_mark if procedure else None
    return {
        item.pk: mark([row for row in rows if row.content_id in {None, item.content_id}], heard, pass_mark)
        for item in items
    }


def shares(criteria: Sequence[Criterion]) -> tuple[Weighted, ...]:
    """Each criterion with its part of the whole, so that the parts sum to 100 exactly."""
    total = sum((row.weight for row in criteria), Decimal(0))
    return tuple(Weighted(row, Fraction(row.weight) * FULL / Fraction(total)) for row in criteria)


def mark(criteria: Sequence[Criterion], appraisers: Iterable[Appraiser], pass_mark: Decimal | None) -> Mark:
    """The weighted mean over the unbiased appraisers who scored every one of ``criteria``. Scores are at hand."""
    total = sum((row.weight for row in criteria), Decimal(0))
    weighted = shares(criteria)
    given: dict[int, Fraction] = {}
    scorers = [a for a in appraisers if a.has_conflict is False and a.scored_at is not None]
    for appraiser in scorers:
        points = {score.criterion_id: Fraction(score.points) for score in appraiser.scores.all()}
        if weighted and all(w.criterion.pk in points for w in weighted):
            given[appraiser.pk] = sum(
                (points[w.criterion.pk] * w.share / FULL for w in weighted), Fraction(0)
            )
    mean = sum(given.values(), Fraction(0)) / len(given) if given else None
    return Mark(weighted, total, given, mean, pass_mark, tuple((a.pk, a) for a in scorers))


def rounded(value: Fraction, way: str = ROUND_HALF_UP) -> Decimal:
    """A fraction to two decimals, exactly rounded."""
    hundredths = value * FULL
    whole, rest = divmod(hundredths.numerator, hundredths.denominator)
    if way == ROUND_HALF_UP and 2 * rest >= hundredths.denominator:
        whole += 1
    return (Decimal(whole) * CENT).quantize(CENT)
