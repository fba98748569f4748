"""Time as ratios: things that are compared take turns, so that a busy machine slows all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Turns:
    """What every turn took, by name, in seconds; the lists run side by side."""

    seconds: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """Seconds of the middle turn of ``name``."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, floor: str) -> float:
        """How many times ``floor`` ``name`` takes: the median of the ratios of neighbouring turns."""
        pairs = zip(self.seconds[name], self.seconds[floor], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


def take_turns(things: Mapping[str, Callable[[], object]], rounds: int, *, warm: bool = True) -> Turns:
    """Do the things in turn, ``rounds`` times, after one round that only warms up (unless ``warm`` is off)."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(-1 if warm else 0, rounds):
        for name, thing in things.items():
            begun = time.perf_counter()
            thing()
            if turn >= 0:
                seconds[name].append(time.perf_counter() - begun)
    return Turns(seconds)
