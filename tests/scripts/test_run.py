"""The trial as a whole, with real servers and a portal of three lines in the product's place."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from scripts.supervisor.places import REPOSITORY
from tests.scripts.processes import command_of, descendants, eventually, is_alive

MANAGE = """
import os, sys
with open("asked", "a") as asked:
    asked.write(sys.argv[1] + "\\n")
if sys.argv[1] == "demo_accounts":
    print("coordinator@example.test")
"""
ENTRY = """#!/bin/sh
[ "$1" = web ] || exec sleep 60
exec {python} -c '
import http.server, os
class Well(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
host, port = os.environ["PORTAL_BIND"].split(":")
http.server.HTTPServer((host, int(port)), Well).serve_forever()'
"""


class Trial:
    """A copy of the commands in a folder of its own, with a stand-in for the product."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(
            REPOSITORY / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__")
        )
        (folder / "deploy").mkdir()
        shutil.copy(REPOSITORY / "deploy" / "postgresql.conf", folder / "deploy")
        (folder / "manage.py").write_text(MANAGE, encoding="utf-8")
        (folder / "scripts" / "entry").write_text(ENTRY.format(python=sys.executable), encoding="utf-8")
        for part in ("static", "requirements", "config", "var"):
            (folder / part).mkdir()
        (folder / "var" / "static").mkdir()
        (folder / "config" / "settings.py").touch()
        self.port = free_port()

    def command(self, name, stderr=subprocess.STDOUT):
        ours = ("DATABASE_", "REDIS_", "PORTAL_")  # what the tests themselves run with
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return subprocess.Popen(
            [sys.executable, "-m", f"scripts.supervisor.{name}"],
            cwd=self.folder,
            env=env | {"PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    @contextlib.contextmanager
    def running(self):
        """Start it and read until it says that it is ready; whatever happens in the block, it ends."""
        with self.command("run") as process:
            try:
                said = []
                for line in process.stdout:
                    said.append(line)
                    if line.startswith("Logs:"):
                        break
                assert process.poll() is None, said
                yield process, "".join(said)
            finally:
                process.kill()

    def refuses(self, name):
        """What a command says when it refuses."""
        with self.command(name, stderr=subprocess.PIPE) as process:
            said = process.stderr.read()
        assert process.returncode == 1
        return said.strip().splitlines()[0]

    def asked(self):
        """The management commands that were run since the last question."""
        file = self.folder / "asked"
        words = file.read_text(encoding="utf-8").split() if file.exists() else []
        file.unlink(missing_ok=True)
        return words

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz/", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    trial = Trial(tmp_path_factory.mktemp("trial"))
    yield trial
    with trial.command("reset") as process:
        process.stdout.read()


def test_a_trial_from_first_start_to_reset(trial):
    with trial.running() as (process, said):
        assert f"http://127.0.0.1:{trial.port}/" in said
        assert "coordinator@example.test\n" in said
        assert trial.asked() == [
            "migrate",
            "load_plans",
            "load_support",
            "load_outlines",
            "load_demo",
            "demo_accounts",
            "collectstatic",
        ]

        running = f"The portal of this folder is already running (pid {process.pid}, http://127.0.0.1:{trial.port}/)."
        assert trial.refuses("run") == f"{running} End that one first (Ctrl-C in its terminal)."
        assert trial.refuses("reset") == f"{running} End that one first (Ctrl-C in its terminal)."

        web = next(pid for pid in descendants(process.pid) if "http.server" in command_of(pid))
        os.kill(web, signal.SIGKILL)
        assert eventually(lambda: not is_alive(web))
        assert eventually(trial.answers)

        family = descendants(process.pid)
        assert len(family) > 5
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=40) == 0
    assert [pid for pid in family if is_alive(pid)] == []


def test_a_second_start_repeats_no_step_and_a_killed_one_leaves_nothing_running(trial):
    trial.asked()
    with trial.running() as (process, said):
        assert "coordinator@example.test\n" in said
        assert trial.asked() == []
        family = descendants(process.pid)
        process.kill()
        process.wait()
    assert len(family) > 5
    assert eventually(lambda: [pid for pid in family if is_alive(pid)] == [])
    with trial.running() as (process, _said):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0


def test_a_broken_data_directory_is_a_sentence_that_names_the_way_out(trial):
    with trial.running() as (process, _said):
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=40) == 0
    data = data_directory(trial)
    (data / "PG_VERSION").rename(data / "lost")
    try:
        said = trial.refuses("run")
    finally:
        (data / "lost").rename(data / "PG_VERSION")
    assert re.fullmatch(rf"The data in {data} cannot be used \(PG_VERSION\)\. `make reset` .*", said)


def data_directory(trial):
    if os.geteuid() != 0:
        return trial.folder / "var" / "embedded" / "postgres"
    token = (trial.folder / "var" / "trial-id").read_text(encoding="ascii")
    return Path("/var/lib/productivity-portal-trial") / token / "postgres"
