"""A real Celery worker in a process group of its own, on the test's database and broker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40  # seconds


def until(wanted, *, within=PATIENCE, every=0.02):
    """What ``wanted`` returns once it is true; fails the test when it stays false."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = wanted()
        if found:
            return found
        time.sleep(every)
    pytest.fail(f"Waited {within} s in vain for {wanted}.")
    return None


class Worker:
    """Starts when told, dies when told (at once, without a farewell), and never outlives its test."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.process = None

    def start(self, children=1):
        """Run one worker, with one child unless told otherwise; its words go to a file."""
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=prefork", f"--concurrency={children}",
                    "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO",
                ],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        return self

    def kill(self):
        """End the worker and its child as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def test_database_url():
    """The address in the environment with the test's own database."""
    address, _mark, question = os.environ.get("DATABASE_URL", "postgres:///portal").partition("?")
    server = address.rpartition("/")[0]  # behind a socket the server is a path, too
    return f"{server}/{connection.settings_dict['NAME']}" + (f"?{question}" if question else "")


@pytest.fixture
def worker(transactional_db, settings, tmp_path):
    """A worker to start and kill. The queue is empty before it, so that nothing old can answer for it."""
    current_app.control.purge()
    environment = {
        **os.environ,
        "DATABASE_URL": test_database_url(),
        "PORTAL_DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    made = Worker(tmp_path, environment)
    yield made
    made.kill()
    current_app.control.purge()


test_database_url.__test__ = False
