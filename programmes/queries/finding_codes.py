"""What the codes of findings mean, and how loudly each is said."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """What a code says. ``level`` is "error" (somebody must confirm), "warning" or "info"."""

    code: str
    level: str
    words: str | Promise


MEANINGS = {
    meaning.code: meaning
    for meaning in (
        Meaning(
            "MISSING_NUMBER", "warning", _("The document has no number; it stays empty until there is one.")
        ),
        Meaning("MISSING_DAY", "warning", _("The date of issue has no day; only month and year are kept.")),
        Meaning(
            "NUMBER_FORMAT",
            "info",
            _("A number, year or range is written unusually; normalised for searching, kept as written."),
        ),
        Meaning("SPLIT_ROW", "info", _("One row of the table was split by a page break; joined again.")),
        Meaning("BLANK_IN_TABLE", "info", _("A blank line inside the table; passed over.")),
        Meaning(
            "REPEATED_HEADER", "info", _("The head of the table is repeated or has two lines; recognised.")
        ),
        Meaning("MISSING_ROWS", "warning", _("The table lacks rows; none are made up.")),
        Meaning("MISSING_GROUP", "warning", _("The heading of a group is missing; its name stays empty.")),
        Meaning(
            "TOTAL_NOT_NUMERIC", "warning", _("The cell of the total holds no figure; the total stays empty.")
        ),
        Meaning(
            "TOTAL_MISMATCH",
            "error",
            _("The total in the table differs from the sum of the years; to be confirmed."),
        ),
        Meaning(
            "MIXED_UNIT_CELL", "info", _("A cell holds a figure and a unit; separated, kept as written.")
        ),
        Meaning("EMPTY_VS_DASH", "info", _("An empty cell (not stated) is not a dash (none); kept apart.")),
        Meaning("ORG_ALIAS", "info", _("A body's name is abbreviated or varies; recognised as an alias.")),
        Meaning("OPEN_ENDED", "info", _("The list of bodies ends with “…”, so there are others.")),
        Meaning(
            "SIGNATURE_INCOMPLETE", "warning", _("The signature block lacks an authority or a position.")
        ),
        Meaning(
            "TIMING_OUTSIDE_PERIOD", "warning", _("A year in the text lies outside the period of the plan.")
        ),
        Meaning("DUP_SECTION", "info", _("The number of a section occurs twice.")),
        Meaning("TYPO", "info", _("A slip of the pen in the original; kept as it stands.")),
        Meaning("STRAY_LINE", "info", _("A stray line that is not part of the content.")),
        Meaning("PAGE_BREAK", "info", _("A paragraph cut by a page break.")),
        Meaning("MARKUP", "info", _("Marks of formatting got into the transcription.")),
        Meaning(
            "NO_BASELINE", "warning", _("A target of growth without a baseline; it cannot be assessed yet.")
        ),
        Meaning(
            "BASE_AMBIGUOUS",
            "warning",
            _("Unclear whether target or result is the base; it has to be chosen."),
        ),
        Meaning("UNIT_MISMATCH", "warning", _("The unit of measure differs from place to place.")),
        Meaning("BODY_ANNEX_MISMATCH", "warning", _("Parts of the document do not agree; both are kept.")),
        Meaning(
            "ONE_TARGET_MANY_ROWS",
            "warning",
            _("One target has several annex rows; they are not simply added up."),
        ),
        Meaning(
            "DUP_CONTENT", "warning", _("The same content stands in two places and might be counted twice.")
        ),
        Meaning(
            "SYMBOL_INCONSISTENT",
            "warning",
            _("The symbols of documents vary; duplicates are matched loosely."),
        ),
        Meaning(
            "PROGRAMME_TITLE_VARIANT",
            "info",
            _("The programme's name varies; it is known by its decision number."),
        ),
        Meaning("YEAR_INCONSISTENT", "warning", _("Years in the document contradict each other.")),
        Meaning("ORTHOGRAPHY", "info", _("Spelling is not uniform (tone marks, capitals, dates, codes).")),
        Meaning("NO_SALUTATION", "warning", _("A report to a superior body without an addressee line.")),
        Meaning("UNDEFINED_BODY", "warning", _("A body is mentioned that the document does not establish.")),
        Meaning("NO_FIGURES", "warning", _("A section without figures.")),
        Meaning("ATTRIBUTION", "warning", _("Integrated results are mixed with results of the programme.")),
        Meaning(
            "LEGAL_FORM",
            "info",
            _("The form differs from Decree 30/2020/NĐ-CP, or a legal basis is missing."),
        ),
        Meaning("DEADLINE", "warning", _("A deadline conflicts with another or falls on a holiday.")),
        Meaning("PARSE_ITEM", "info", _("A broken item in a list (bracket, missing name or figure).")),
        Meaning("OK_CHECK", "info", _("A check that came out right.")),
    )
}


def meaning(code: str) -> Meaning:
    """What ``code`` means; a code nobody explained is shown as it is."""
    return MEANINGS.get(code) or Meaning(code, "warning", code)


def loudest(codes: list[str]) -> str:
    """The gravest level among ``codes``: "error", "warning" or "info"."""
    levels = {meaning(code).level for code in codes}
    return next((level for level in ("error", "warning") if level in levels), "info")
