"""One command with servers of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scripts.supervisor.places import REPOSITORY
from tests.scripts.processes import descendants, eventually, is_alive

ASK = """
import environ, os, psycopg, redis
where = environ.Env().db("DATABASE_URL")
with psycopg.connect(host=where["HOST"], port=where["PORT"], user=where["USER"], dbname=where["NAME"]) as line:
    print(*line.execute("select upper('đường'), current_setting('fsync'), current_setting('data_checksums')").fetchone())
    print(*line.execute("select current_setting('random_page_cost'), current_setting('jit')").fetchone())
with redis.from_url(os.environ["REDIS_URL"]) as line:
    print(line.config_get("maxmemory-policy")["maxmemory-policy"])
"""


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Start a command with throwaway servers below a folder of this test."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        Path(folder).chmod(0o711)  # the servers' user has to get through when root runs the tests
        monkeypatch.setenv("TMPDIR", folder)

        def start(*command):
            return subprocess.Popen(
                [sys.executable, "-m", "scripts.supervisor.throwaway", *command],
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            )

        start.folder = Path(folder)
        yield start


def test_the_command_finds_both_servers_and_nothing_stays(start):
    with start(sys.executable, "-c", ASK) as run:
        said = run.stdout.read().splitlines()
    assert said == ["ĐƯỜNG off on", "1.1 off", "noeviction"]
    assert run.returncode == 0
    assert list(start.folder.iterdir()) == []


def test_the_exit_code_is_the_commands(start):
    with start("sh", "-c", "exit 7") as run:
        pass
    assert run.returncode == 7


def test_a_killed_run_leaves_no_process_and_the_next_one_clears_its_folder(start):
    with start("sh", "-c", "echo started; exec sleep 60") as run:
        said = run.stdout.readline()
        family = descendants(run.pid)
        run.kill()
    assert said == "started\n"
    assert len(family) > 3
    assert eventually(lambda: [pid for pid in family if is_alive(pid)] == [])
    assert len(list(start.folder.iterdir())) == 1
    with start("true") as run:
        pass
    assert list(start.folder.iterdir()) == []
