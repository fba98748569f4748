"""Consolidated reports, as somebody types them into the search of the portal."""

from django.db.models import Case, FloatField, Value, When
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.search import PHRASE, SCATTERED, WHOLE, Hit, Words, answering, best, reasons
from consolidation.models import Report
from consolidation.queries.library import naming

NUMBER = gettext_lazy("Number")


def find_reports(user: User, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Reports ``user`` may read, by plan, province, year, number or subject, as in the library; the newest first."""
    if not user.is_authenticated:
        return []
    seen = Report.objects.visible_to(user).with_place().defer("composed", "facts", "snapshot")
    if alike:
        found = answering(seen, words, "period__plan__folded", alike=True)
    else:
        numbered = When(called__iexact=words.text, then=Value(WHOLE))
        of_the_year = When(period__year__in=_years(words), then=Value(PHRASE))
        found = naming(seen, words.parts).annotate(
            rank=Case(numbered, of_the_year, default=Value(SCATTERED), output_field=FloatField())
        )
    order = ("-period__year", "period__plan__province__order", "period_id", "-version")
    return [_hit(report, words) for report in best(found, most, *order)]


def _years(words: Words) -> list[int]:
    """The years among the words."""
    return [int(part) for part in words.parts if len(part) == 4 and part.isascii() and part.isdigit()]  # noqa: PLR2004


def _hit(report: Report, words: Words) -> Hit:
    plan, number = report.period.plan, report.number_and_symbol
    return Hit(
        key=("report", report.pk),
        title=report.period.title,
        address=report.get_absolute_url(),
        beside=tuple(
            map(str, filter(None, (plan.province, plan.document.designation, report.get_state_display())))
        ),
        because=reasons(words, f"{report.period.title} {plan.province}", [(NUMBER, number)]),
        chip=report.version_words if report.version > 1 else "",
        rank=report.rank,  # type: ignore[attr-defined] # of answering()
    )
