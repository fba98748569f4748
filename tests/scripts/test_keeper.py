"""The keeper with real, very small processes."""

import os
import signal
import subprocess
import sys

import pytest

from scripts.supervisor import keeper as keeper_module
from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.keeper import Keeper, StopAsked
from scripts.supervisor.places import REPOSITORY
from tests.scripts.processes import descendants, eventually, is_alive

# newer Pythons warn about starting processes beside threads that other tests have left
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.fixture
def keeper(monkeypatch):
    monkeypatch.setattr(keeper_module, "BACK_OFF", 0.01)
    keeper = Keeper()
    yield keeper
    keeper.stop(list(keeper.children))


def sleeper(tmp_path, *command, **options):
    return Child("sleeper", command or ("sleep", "60"), tmp_path / "sleeper.log", **options)


def look_until(keeper, is_so):
    def look():
        keeper.look_after()
        return is_so()

    return eventually(look)


def test_a_child_that_dies_is_started_again(keeper, tmp_path):
    child = sleeper(tmp_path)
    keeper.start(child)
    first = child.pid
    os.kill(first, signal.SIGKILL)
    assert look_until(keeper, lambda: child.pid != first and child.is_running())


def test_a_child_that_keeps_dying_is_given_up_with_its_last_words(keeper, tmp_path):
    child = sleeper(tmp_path, "sh", "-c", "echo no such colour; exit 3")
    keeper.start(child)
    with pytest.raises(Complaint) as complaint:
        look_until(keeper, lambda: False)
    assert complaint.value.english == "sleeper ended 6 times in a row; giving up. Its last words:"
    assert str(complaint.value).splitlines()[-1] == "no such colour"
    assert child.log.read_text(encoding="utf-8").splitlines() == ["no such colour"] * 6


def test_who_ran_long_enough_counts_its_failures_from_one_again(keeper, tmp_path, monkeypatch):
    monkeypatch.setattr(keeper_module, "SETTLED_AFTER", 0.0)
    child = sleeper(tmp_path, "sh", "-c", "echo again")
    keeper.start(child)
    assert look_until(keeper, lambda: child.log.read_text(encoding="utf-8").count("again") > 8)
    assert keeper.failures == {"sleeper": 1}


def test_a_child_that_does_not_listen_is_killed_with_its_own_children_after_the_grace(keeper, tmp_path):
    child = sleeper(tmp_path, "sh", "-c", "trap '' TERM; sleep 60 & while true; do sleep 1; done", grace=0.3)
    keeper.start(child)
    assert eventually(lambda: len(descendants(child.pid)) == 2)
    family = [child.pid, *descendants(child.pid)]
    keeper.stop([child])
    assert eventually(lambda: [pid for pid in family if is_alive(pid)] == [])


def test_asked_to_stop_the_keeper_says_so_at_its_next_look(keeper):
    keeper.note_stop(signal.SIGINT, None)
    with pytest.raises(StopAsked):
        keeper.look_after()


def test_a_step_returns_its_exit_code(keeper, tmp_path):
    assert keeper.run_to_end(sleeper(tmp_path, "sh", "-c", "exit 7")) == 7


KEEPER_ALONE = """
import pathlib, sys
from scripts.supervisor.child import Child
from scripts.supervisor.keeper import Keeper
keeper = Keeper()
keeper.start(Child("sleeper", ["sleep", "60"], pathlib.Path(sys.argv[1])))
print("started", flush=True)
keeper.keep()
"""


def test_a_killed_keeper_takes_its_children_along(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER_ALONE, tmp_path / "log"], cwd=REPOSITORY, stdout=subprocess.PIPE
    ) as alone:
        said = alone.stdout.readline()
        family = descendants(alone.pid)
        alone.kill()
    assert said == b"started\n"
    assert len(family) == 1
    assert eventually(lambda: not is_alive(family[0]))
