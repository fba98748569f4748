"""A handful of faults, with servers of their own: it strikes, proves and tells."""

import os
import re
import subprocess
import sys

import pytest

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
    assert re.fullmatch(r"seed 7: 6 faults in \d+ s, 0 lost, 0 doubled, 0 orphaned", told[-1])
    accepted = int(re.search(r"(\d+) accepted", told[-2])[1])
    assert accepted > 0
