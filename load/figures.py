"""What the requests took, as tables and as a verdict."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.table import milliseconds, table, times
from load.browser import Sample

MOST_RATIO, LONGEST = 10.0, 10.0  # times the idle page; seconds


def read(file: Path) -> list[Sample]:
    """Every request that was noted."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [Sample(**json.loads(line)) for line in lines]


def percentile(seconds: Sequence[float], part: float) -> float:
    """The nearest-rank percentile; not a number where nothing was measured."""
    if not seconds:
        return math.nan
    return sorted(seconds)[max(math.ceil(part * len(seconds)) - 1, 0)]


def weighted(idle: dict[str, list[float]], loaded: dict[str, list[float]], part: float) -> float:
    """The percentile one person would meet alone with the mix of pages that was looked at under load."""
    drawn = sorted(
        (seconds, len(loaded[kind]) / len(idle[kind]))
        for kind in loaded
        if idle.get(kind)
        for seconds in idle[kind]
    )
    whole, so_far = sum(weight for _seconds, weight in drawn), 0.0
    for seconds, weight in drawn:
        so_far += weight
        if so_far >= part * whole:
            return seconds
    return math.nan


def by_kind(samples: Iterable[Sample], *, pages: bool) -> dict[str, list[float]]:
    """Seconds by what was asked for."""
    found: dict[str, list[float]] = defaultdict(list)
    for sample in samples:
        if sample.is_page == pages:
            found[sample.kind].append(sample.seconds)
    return found


@dataclass(frozen=True)
class Verdict:
    """What was asked of the machine and what came of it."""

    requests: int
    errors: int
    idle: float
    loaded: float
    longest: float

    @property
    def ratio(self) -> float:
        """How many times slower the slowest twentieth of the pages became."""
        return self.loaded / self.idle

    @property
    def wrong(self) -> list[str]:
        """What is not as it has to be, in words."""
        rules = {
            "errors": self.errors > 0,
            f"p95 of pages above {MOST_RATIO:.0f} × idle": not self.ratio <= MOST_RATIO,
            f"a request over {LONGEST:.0f} s": not self.longest <= LONGEST,
        }
        return [words for words, is_so in rules.items() if is_so]


def judged(idle: Sequence[Sample], loaded: Sequence[Sample], troubles: int) -> Verdict:
    """Pages against pages; errors and the longest request over everything that was asked while all were there."""
    alone, together = by_kind(idle, pages=True), by_kind(loaded, pages=True)
    views = [seconds for kind in together.values() for seconds in kind]
    return Verdict(
        requests=len(loaded),
        errors=max(sum(not sample.is_well for sample in loaded), troubles),
        idle=weighted(alone, together, 0.95),
        loaded=percentile(views, 0.95),
        longest=max((sample.seconds for sample in loaded), default=math.nan),
    )


def tables(idle: Sequence[Sample], loaded: Sequence[Sample]) -> str:
    """Every kind of request, with one person and with all."""
    told = []
    for title, pages in (("Pages", True), ("What was sent, saved and fetched", False)):
        alone, together = by_kind(idle, pages=pages), by_kind(loaded, pages=pages)
        rows = [
            (
                kind,
                str(len(seconds)),
                milliseconds(percentile(alone.get(kind, []), 0.95)),
                milliseconds(percentile(seconds, 0.5)),
                milliseconds(percentile(seconds, 0.95)),
                milliseconds(max(seconds)),
                times(percentile(seconds, 0.95) / percentile(alone.get(kind, []), 0.95)),
            )
            for kind, seconds in sorted(together.items())
        ]
        head = ("kind", "requests", "idle p95 ms", "p50 ms", "p95 ms", "max ms", "× idle")
        told.append(table(title, head, rows))
    return "\n".join(told)
