"""Years in headings, title and text against the period: real reports carried last year's or next year's."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consolidation.completeness.finding import Finding, Severity, named, quoted
from consolidation.completeness.matter import Matter, Words
from consolidation.completeness.year_words import ERRORS, Why, Wrong, own_years, wrong_years
from reporting.models import PeriodKind

TITLE = "title"
_QUARTER = re.compile(r"quý\s+(IV|I{1,3}|[1-4])\b(?!\s*[/-]?\s*(?:năm\s*)?\d{4}\s*[/-])", re.IGNORECASE)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
TOLD = {
    Why.HEADING: gettext_lazy(
        "The heading speaks of %(year)s, but the report is about %(asked)s: “%(words)s”."
    ),
    Why.RESULTS_AHEAD: gettext_lazy(
        "Results up to %(year)s are told, but the report is about %(asked)s: “%(words)s”."
    ),
    Why.AHEAD: gettext_lazy(
        "Among the results of %(asked)s the text speaks of %(year)s, which comes later: “%(words)s”."
    ),
    Why.LEFT_OVER: gettext_lazy(
        "A sentence opens with %(year)s, as if it came from another report: “%(words)s”."
    ),
    Why.NOT_NEXT: gettext_lazy("A heading about the time after %(asked)s speaks of %(year)s: “%(words)s”."),
    Why.BACKWARD: gettext_lazy("A stretch of years ends before it begins: “%(words)s”."),
}
FIX_TEXT = gettext_lazy("Open the passage and put the year right; if it is right, say why.")
FIX_HEADING = gettext_lazy("Put the year of the heading right in the outline or in the passage.")


def years_agree(matter: Matter) -> Iterator[Finding]:
    """Years of headings and typed text that do not belong where they stand."""
    for words in (*matter.headings, *matter.typed):
        horizon = matter.horizon(words.section)
        for wrong in wrong_years(words.text, horizon, is_heading=words.is_heading):
            yield _told(matter, words, wrong)


def title_names_the_year(matter: Matter) -> Iterator[Finding]:
    """The title names the year reported, and no other one as its own."""
    title = matter.document.letterhead.title
    words = Words(TITLE, title, is_heading=True)
    horizon = matter.horizon(TITLE)
    for wrong in wrong_years(title, horizon, is_heading=True):
        yield Finding(
            Severity.ERROR, named(TITLE, wrong.year), _("The title"),
            TOLD[wrong.why] % _facts(matter, wrong), _("Put the title right in the settings of the paper."),
            matter.period_page,
        )  # fmt: skip
    if not any(horizon.first <= year <= horizon.last for year, _s, _at in own_years(words.text)):
        phases = str(horizon.last) in title
        if not phases:
            yield Finding(
                Severity.WARNING, named(TITLE, "none", title), _("The title"),
                _("The title does not name %(year)s, the year of the report.") % {"year": horizon.last},
                _("Put the title right in the settings of the paper."), matter.period_page,
            )  # fmt: skip


def date_follows_the_year(matter: Matter) -> Iterator[Finding]:
    """The date on the paper is not before the year reported."""
    date, year = matter.document.letterhead.date, matter.report.period.year
    if date.year is not None and not year <= date.year <= year + 1:
        yield Finding(
            Severity.ERROR, named("date", date.year), _("Place and date"),
            _("The paper is dated in %(date)s, but reports on %(year)s.") % {"date": date.year, "year": year},
            _("Put month and year of issue right in the settings of the paper."), matter.period_page,
        )  # fmt: skip


def quarters_agree(matter: Matter) -> Iterator[Finding]:
    """The headings of a quarterly report name its quarter, those of the next part the one after."""
    period = matter.report.period
    if period.kind != PeriodKind.QUARTER:
        return
    title = Words(TITLE, matter.document.letterhead.title, is_heading=True)
    for words in (title, *matter.headings, *(w for w in matter.typed if w.is_heading)):
        wanted = period.number % 4 + 1 if words.section in matter.ahead else period.number
        quarters = [ROMAN.get(found[1].upper()) or int(found[1]) for found in _QUARTER.finditer(words.text)]
        if quarters and wanted not in quarters and period.number not in quarters:
            yield Finding(
                Severity.ERROR, named(words.section, "quarter", words.text),
                _("The title") if words.section == TITLE else matter.where(words.section),
                _("The heading speaks of quarter %(found)s, but the report is about quarter %(asked)s: “%(words)s”.")
                % {"found": quarters[0], "asked": period.number, "words": quoted(words.text)},
                FIX_HEADING, matter.at(words) if words.section != TITLE else matter.period_page,
            )  # fmt: skip


def _told(matter: Matter, words: Words, wrong: Wrong) -> Finding:
    severity = Severity.ERROR if wrong.why in ERRORS else Severity.WARNING
    return Finding(
        severity,
        named(words.section, wrong.year, wrong.why, words.text),
        matter.where(words.section),
        TOLD[wrong.why] % _facts(matter, wrong),
        FIX_HEADING if words.is_heading else FIX_TEXT,
        matter.at(words),
    )


def _facts(matter: Matter, wrong: Wrong) -> dict[str, object]:
    period = matter.report.period
    asked = f"{period.covers_from}–{period.year}" if period.covers_from else str(period.year)
    return {"year": wrong.year, "asked": asked, "words": quoted(wrong.words)}
