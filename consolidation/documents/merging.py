"""The sentence that several units' figures become."""

from common.formatting import small_count
from consolidation.documents.compose.wording import counted
from reporting.queries.merged import Merged

FEW = 6  # units that a sentence may name


def sentence(merged: Merged) -> str:
    """“Số lớp: 12 lớp (ước cả năm 15 lớp), gồm: Sở A 07 lớp, Sở B 05 lớp.” Of many units only how many there are.

    Enterprises behind several of the figures count once; the sentence says how many were taken off.
    """
    nearly = "gần " if merged.year.nearly else ""
    told = f"{merged.indicator}: {nearly}{counted(merged.year.value, merged.unit)}"
    if merged.ahead.is_measured and merged.ahead.value != merged.year.value:
        told += f" (ước cả năm {counted(merged.ahead.value, merged.unit)})"
    if merged.year.aside:
        told += f", đã trừ {small_count(len(merged.year.aside))} doanh nghiệp trùng"
    return f"{told}{_shares(merged)}."


def _shares(merged: Merged) -> str:
    """What each unit reported, where there are several and few."""
    of_units: dict[str, list[str]] = {}
    for figure in merged.year.figures:
        unit = figure.line.submission.organisation.name
        of_units.setdefault(unit, []).append(counted(figure.value, figure.unit))
    if not 1 < len(of_units) <= FEW:
        return f", của {small_count(len(of_units))} đơn vị" if len(of_units) > FEW else ""
    return ", gồm: " + ", ".join(f"{unit} {' + '.join(told)}" for unit, told in of_units.items())
