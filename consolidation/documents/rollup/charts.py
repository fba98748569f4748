"""The provinces of one family as bars, beside what they promised."""

from collections.abc import Iterable, Mapping

from consolidation.queries.rollup.country import ProvinceLine
from papers.blocks import MOST_BARS, Bar
from reporting.queries.measures import Reported


def bars_of(lines: Iterable[ProvinceLine], words: Mapping[Reported, str]) -> tuple[Bar, ...]:
    """What each province reached since the beginning, with a tick at its target; ``words`` say why there is no bar."""
    return tuple(_bar(line, words) for line in list(lines)[:MOST_BARS])


def _bar(line: ProvinceLine, words: Mapping[Reported, str]) -> Bar:
    together, name = line.together, line.told.province.name
    joined = together.cumulative
    if joined.measure.value is None:
        return Bar(name, remark=words[joined.measure.state])
    label = name if joined.is_complete else f"{name} ({joined.told}/{joined.asked})"
    return Bar(label, joined.measure.value, together.promised)
