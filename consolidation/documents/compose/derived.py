"""The parts of a report that the portal writes live: they may be moved or left out, never edited."""

from consolidation.documents.compose.annex_rows import annex_rows
from consolidation.documents.compose.by_group import figures, groups, integrated
from consolidation.documents.compose.draft import Feeder
from consolidation.documents.compose.money import support_money
from consolidation.documents.compose.targets import targets
from consolidation.documents.compose.trends import trends

DERIVED: dict[str, Feeder] = {
    "targets": targets,
    "annex_rows": annex_rows,
    "trends": trends,
    "groups": groups,
    "figures": figures,
    "integrated_figures": integrated,
    "money": support_money,
}
# What the assessment of results holds after the units' own words, in this order.
ASSESSMENT: tuple[str, ...] = tuple(DERIVED)
