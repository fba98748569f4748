"""A handful of faults, with servers of their own: it strikes, proves and tells."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from types import SimpleNamespace

import pytest

from faults.ledger import WORK
from faults.plan import KINDS
from faults.run import tell, vain
from scripts.supervisor.places import REPOSITORY
from tests.jobs.worker import test_database_url

PATIENCE = 600  # seconds on a busy machine; a quiet one needs less than a minute


@pytest.mark.django_db
def test_a_handful_of_faults_loses_nothing_and_the_last_line_says_so():
    command = [
        sys.executable,
        "-m",
        "faults.run",
        "--count",
        "6",
        "--seed",
        "7",
        "--like",
        test_database_url(),
    ]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=os.environ, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    told = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert told[0] == "seed 7, 6 faults"
    verdict = re.fullmatch(
        r"seed 7: 6 faults of \d kinds in \d+ s, (\d+) accepted, 0 lost, 0 doubled, 0 orphaned", told[-1]
    )
    assert int(verdict[1]) > 0


def a_run(**struck):
    return SimpleNamespace(struck=Counter(struck))


def asked(count, *only):
    return SimpleNamespace(count=count, only=list(only))


def test_faults_that_were_not_done_are_not_passed_over():
    done = {"under_faults": dict.fromkeys(WORK, 1)}
    assert vain(a_run(beat=3), done, asked(3, "beat")) == []
    assert vain(a_run(beat=2), done, asked(3, "beat")) == ["1 faults were not done"]
    assert vain(a_run(beat=3), {"under_faults": {}}, asked(3, "beat")) == [
        "nothing was accepted under faults"
    ]


def test_a_long_run_has_to_meet_every_fault_and_every_kind_of_work():
    struck, work = dict.fromkeys(KINDS, 10), dict.fromkeys(WORK, 1)
    count = 10 * len(KINDS)
    assert vain(a_run(**struck), {"under_faults": work}, asked(count)) == []
    assert vain(a_run(**struck | {"clock": 0, "beat": 20}), {"under_faults": work}, asked(count)) == [
        "no clock went wrong"
    ]
    found = {"under_faults": work | {"mail": 0}}
    assert vain(a_run(**struck), found, asked(count)) == ["nothing of mail was accepted under faults"]


@pytest.mark.parametrize(("wrong", "in_vain", "code"), [(0, [], 0), (1, [], 1), (0, ["x"], 1)])
def test_the_last_line_sums_up_and_the_exit_code_is_0_only_if_all_is_well(wrong, in_vain, code, capsys):
    found = {"lost": ["a mail"] * wrong, "doubled": [], "orphaned": [], "under_faults": {"draft": 3}}
    servers = SimpleNamespace(ended_alone=Counter())
    run = SimpleNamespace(
        struck=Counter(beat=2), servers=servers, swept=lambda: 0, given_up=0, begun=time.monotonic(), seed=5
    )
    assert tell(run, found | {"figures": {"accepted": 3}}, in_vain) == code
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"seed 5: 2 faults of 1 kinds in 0 s, 3 accepted, {wrong} lost, 0 doubled, 0 orphaned"
