"""What the portal writes by itself each time the report is put together: opening, tables, charts.

A derived part stands on the board as a passage with its name (``feed``); it is moved or left out, never edited.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consolidation.documents.compose import opening
from consolidation.documents.compose.annex_rows import annex_rows
from consolidation.documents.compose.by_group import figures, groups, integrated
from consolidation.documents.compose.draft import Feeder
from consolidation.documents.compose.money import support_money
from consolidation.documents.compose.phases import phases
from consolidation.documents.compose.targets import targets
from consolidation.documents.compose.trends import trend_charts, trends
from consolidation.documents.compose.units import units
from reporting.documents.outline import Feed


@dataclass(frozen=True)
class Derived:
    """A part the portal writes: what it is called on the board, and how it is written (nothing where it has nothing to say)."""

    title: str | Promise
    write: Feeder


DERIVED: dict[str, Derived] = {
    "intro": Derived(_("What the report follows and who asked for it"), opening.intro),
    "closing": Derived(_("The closing sentence"), opening.closing),
    "targets": Derived(_("Targets: plan, results, verdicts"), targets),
    "annex_rows": Derived(_("Rows of the plan's annex"), annex_rows),
    "phases": Derived(_("Targets by phase of the plan"), phases),
    "trends": Derived(_("Targets over the years"), trends),
    "trend_charts": Derived(_("Targets over the years, as pictures"), trend_charts),
    "groups": Derived(_("Results by national task group"), groups),
    "figures": Derived(_("Figures of the Programme"), figures),
    "integrated_figures": Derived(_("Figures of other programmes (integrated)"), integrated),
    "money": Derived(_("Money of granted supports"), support_money),
    "units": Derived(_("What each unit answered"), units),
}
# What a new report begins with in a section, after the units' words.
OF_SECTION: dict[Feed, tuple[str, ...]] = {
    Feed.ASSESSMENT: (
        "targets",
        "annex_rows",
        "trends",
        "trend_charts",
        "groups",
        "figures",
        "integrated_figures",
        "money",
    )
}
