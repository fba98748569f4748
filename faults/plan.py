"""What is to go wrong, in which order and how far apart: the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# How often each fault comes, as weights. Those from which a service needs seconds to come back are rare, or nothing
# would ever be under way when the next one strikes.
KINDS = {
    "celery child": 24,
    "web worker": 18,
    "database line": 14,  # one of its processes: all others start again, and the log is recovered
    "valkey": 12,
    "postgres": 12,  # all of its processes
    "valkey, forgetting": 5,
    "celery": 5,
    "beat": 5,
    "gunicorn": 5,
    "cut lines": 9,  # of people, of the database or of the broker
    "lost answers": 9,  # what was asked for is done, and nobody hears of it
    "torn requests": 6,
    "slow network": 5,
    "mail server": 5,
    "disk full": 5,
    "read-only database": 5,
    "clock": 5,
}
SALVOS, SALVO_WEIGHTS = (1, 2, 3, 4), (3, 3, 3, 1)
SHORTEST, LONGEST = 0.5, 4.0  # seconds between two salvos
PATIENT = 0.75  # so large a part of the salvos


@dataclass(frozen=True)
class Salvo:
    """Faults that strike together after a pause; each with a number from 0 to 1 that chooses among several victims.

    A patient one waits until the portal answers before its pause begins, so that people get something done also on a slow
    machine; the others strike whatever stands just then.
    """

    pause: float  # seconds
    is_patient: bool
    faults: tuple[tuple[str, float], ...]


def salvos(seed: int, count: int, only: tuple[str, ...] = ()) -> Iterator[Salvo]:
    """Salvos with ``count`` faults in all; each kind comes once before any comes by chance."""
    dice = Random(seed)  # noqa: S311 - repeatable, not secret
    kinds = [kind for kind in KINDS if not only or kind in only]
    first = dice.sample(kinds, len(kinds))
    left = count
    while left:
        size = min(left, dice.choices(SALVOS, SALVO_WEIGHTS)[0])
        weights = [KINDS[kind] for kind in kinds]
        chosen = [first.pop() if first else dice.choices(kinds, weights)[0] for _each in range(size)]
        pause, is_patient = dice.uniform(SHORTEST, LONGEST), dice.random() < PATIENT
        yield Salvo(pause, is_patient, tuple((kind, dice.random()) for kind in chosen))
        left -= size
