"""What is told of processes that come and go while one looks."""

import os
import signal
import subprocess

from tests.scripts.processes import command_of, descendants, is_alive

RESTLESS = "sleep 60 & while true; do true | true; done"  # as a database server, whose helpers come and go


def test_a_process_that_has_ended_is_nothing_rather_than_an_error():
    with subprocess.Popen(["true"]) as ended:
        pass
    assert descendants(ended.pid) == []
    assert command_of(ended.pid) == ""
    assert not is_alive(ended.pid)


def test_a_family_is_found_while_some_of_it_ends():
    with subprocess.Popen(["sh", "-c", RESTLESS], start_new_session=True) as parent:
        try:
            seen = {pid for _look in range(2000) for pid in descendants(parent.pid)}
        finally:
            os.killpg(parent.pid, signal.SIGKILL)
    assert len(seen) > 1
