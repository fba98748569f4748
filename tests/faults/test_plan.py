"""What goes wrong is the same for the same seed, and everything goes wrong at least once."""

from collections import Counter
from itertools import pairwise

import pytest

from faults.plan import KINDS, LONGEST, SHORTEST, salvos


@pytest.mark.parametrize("count", [1, len(KINDS), 1000])
def test_there_are_as_many_faults_as_asked_for(count):
    assert sum(len(salvo.faults) for salvo in salvos(7, count)) == count


def test_a_seed_can_be_done_again_and_another_one_is_another_day():
    first, again, other = (list(salvos(seed, 50)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_each_kind_comes_before_any_comes_by_chance():
    kinds = [kind for salvo in salvos(3, 100) for kind, _chance in salvo.faults]
    assert sorted(kinds[: len(KINDS)]) == sorted(KINDS)
    often = Counter(kind for salvo in salvos(3, 2000) for kind, _chance in salvo.faults)
    by_weight = sorted(KINDS, key=KINDS.get)
    assert all(
        often[less] < often[more] for less, more in pairwise(by_weight) if KINDS[less] < 0.6 * KINDS[more]
    )


def test_only_the_kinds_asked_for_come():
    assert {kind for salvo in salvos(1, 30, ("beat", "valkey")) for kind, _chance in salvo.faults} == {
        "beat",
        "valkey",
    }


def test_pauses_are_neither_nothing_nor_for_ever():
    pauses = [salvo.pause for salvo in salvos(5, 200)]
    assert SHORTEST <= min(pauses) < max(pauses) <= LONGEST
