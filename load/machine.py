"""The whole portal on one machine as on several: two web nodes and three workers behind nginx, one database, one broker."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from faults.servers import free_port
from load.front import front
from scripts.supervisor.binaries import postgres_folder
from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.keeper import Keeper, wait_until
from scripts.supervisor.places import REPOSITORY, Places
from scripts.supervisor.portal import ENTRY, HOST, answers
from scripts.supervisor.postgres import OWNER, Postgres, deployed
from scripts.supervisor.valkey import Valkey

NODES, WORKERS = ("a", "b"), (1, 2, 3)
MOST_LOG = 3000  # characters of a failed step that are shown
TRIAL = ("migrate --noinput --verbosity 0", "load_plans", "load_support", "load_outlines", "load_demo")


class Machine:
    """Everything in throwaway folders; nothing of it stays."""

    def __init__(self, keeper: Keeper, places: Places) -> None:
        self.keeper, self.places = keeper, places
        self.postgres = Postgres(
            places.home, places.sockets, places.logs / "postgres.log", places.account, settings=deployed()
        )
        self.valkey = Valkey(places.home, places.sockets, places.logs / "valkey.log", places.account)
        self.port, self.plain_port, self.mail_port = free_port(), free_port(), free_port()
        self.nodes = {name: free_port() for name in NODES}
        self.children: list[Child] = []
        self.env = self._environment()

    @property
    def certificate(self) -> Path:
        """What the people of the harness trust."""
        return self.places.var / "front" / "certificate.pem"

    def _environment(self) -> dict[str, str]:
        person = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        address = f"https://{HOST}:{self.port}"
        return person | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(REPOSITORY),
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.valkey.url(),
            "PORTAL_DEBUG": "0",
            "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
            "PORTAL_ALLOWED_HOSTS": HOST,
            "PORTAL_ORIGINS": address,
            "PORTAL_BASE_URL": address,
            "PORTAL_BEHIND_PROXY": "1",
            "PORTAL_EMAIL_URL": f"smtp://{HOST}:{self.mail_port}",
            "PORTAL_DATA_DIR": str(self.places.data),
            "PORTAL_STATIC_ROOT": str(self.places.static),
            "PORTAL_BEAT_FILE": str(self.places.state / "beat-schedule"),
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, words: str) -> None:
        """Run one of the portal's own commands."""
        self.step("manage.py", *words.split())

    def step(self, *command: str) -> str:
        """Run a part of the harness or of the portal to its end; its words. Raises Complaint when it fails."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.env,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            told = (done.stdout + done.stderr)[-MOST_LOG:]
            raise Complaint(f"{' '.join(command)} failed:\n{told}", "Không chuẩn bị được.")
        return done.stdout + done.stderr

    def fill(self, like: str, *arguments: str) -> str:
        """Database and broker with the trial and ten years on top of it; what the generator told.

        Until all of it stands nothing is written durably, for it could be made again; then as on a real machine.
        ``like``: the trial is copied from this database instead of being made.
        """
        quick = replace(self.postgres, durable=False)
        quick.make_data()
        for server in (self.valkey, quick):
            self._start(server.child())
        self._wait(lambda: self.valkey.is_ready() and quick.is_ready(), 60)
        quick.make_database()
        if like:
            self._copy(like)
        else:
            for words in TRIAL:
                self.manage(words)
        told = self.step("-m", "load.fill", *arguments)
        last = self.children.pop()
        last.ask_to_stop()
        last.wait_or_kill()
        self._start(self.postgres.child())
        self._wait(self.postgres.is_ready, 120)
        return told

    def _copy(self, like: str) -> None:
        """The tables of another database with their rows."""
        dump: list[str | Path] = [postgres_folder() / "pg_dump", "--no-owner", "--no-privileges", like]
        psql: list[str | Path] = [
            postgres_folder() / "psql",
            *self.postgres.door(),
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            OWNER,
        ]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as taken:
            subprocess.run(psql, stdin=taken.stdout, stdout=subprocess.DEVNULL, check=True)

    def start_portal(self) -> None:
        """Nodes, workers, beat, mail server and nginx; back when every node answers."""
        self.manage("collectstatic --noinput --verbosity 0")
        for name, port in self.nodes.items():
            self._start(
                self._child(
                    f"web-{name}",
                    ["web"],
                    PORTAL_BIND=f"{HOST}:{port}",
                    PORTAL_METRICS_DIR=self._folder(name),
                )
            )
        for number in WORKERS:
            self._start(
                self._child(
                    f"worker-{number}",
                    ["worker"],
                    PORTAL_WORKERS="1",
                    PORTAL_WORKER_NAME=f"portal-{number}",
                    PORTAL_METRICS_DIR=self._folder(f"worker-{number}"),
                )
            )
        self._start(self._child("beat", ["beat"]))
        mails = [
            sys.executable,
            "-m",
            "faults.sink",
            str(self.mail_port),
            str(self.places.var / "mails.jsonl"),
        ]
        self._start(Child("post", mails, self.places.logs / "post.log", self.env, REPOSITORY))
        self._start(
            front(self.places, port=self.port, plain_port=self.plain_port, nodes=list(self.nodes.values()))
        )
        self._wait(lambda: all(answers(port) for port in self.nodes.values()), 120)

    def _folder(self, name: str) -> str:
        return str(self.places.var / "metrics" / name)

    def _child(self, name: str, words: list[str], **settings: str) -> Child:
        env = self.env | settings
        return Child(name, [ENTRY, *words], self.places.logs / f"{name}.log", env, REPOSITORY)

    def _start(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def _wait(self, is_so: Callable[[], bool], seconds: float) -> None:
        no = TimeoutError(f"waited {seconds:.0f} s in vain; logs in {self.places.logs}")
        wait_until(is_so, within=seconds, look_after=self.look_after, no=no)

    def look_after(self) -> None:
        """Everything still runs. Raises Complaint where something ended, StopAsked when asked to stop."""
        self.keeper.look_after()
        for child in self.children:
            if not child.is_running():
                raise Complaint(f"{child.name} ended by itself.", f"{child.name} đã dừng.", child.log)

    @contextmanager
    def running(self) -> Iterator[None]:
        """End everything afterwards, what stands on others first."""
        try:
            yield
        finally:
            for child in reversed(self.children):
                child.ask_to_stop()
                if child.name in ("postgres", "valkey"):
                    child.wait_or_kill()
            for child in reversed(self.children):
                child.wait_or_kill()
