"""All processes of one portal, each of which may be killed and is started again a moment later."""

import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from faults import relay, store
from scripts.supervisor.child import Child
from scripts.supervisor.keeper import Keeper, wait_until
from scripts.supervisor.places import REPOSITORY, Places
from scripts.supervisor.portal import HOST, answers, children
from scripts.supervisor.postgres import OWNER, PORT, Postgres
from scripts.supervisor.valkey import Valkey

SOONEST, LATEST = 0.05, 1.5  # seconds until a service manager starts again what ended
BROKER_SOCKET = "valkey.sock"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def descendants(pid: int) -> list[int]:
    """The ids of all processes below one; empty when it is gone."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [found for child in map(int, told.split()) for found in [child, *descendants(child)]]


def kill(pid: int) -> bool:
    """Kill -9; whether there was anybody to kill."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def words(pid: int) -> str:
    """How a process calls itself; "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ").strip()
    except OSError:
        return ""


class Servers:
    """Database, broker, web server, worker and beat of one portal, in throwaway folders, a mail server and the network.

    People ring at ``door``, a port of the network, and the portal finds database and broker through it as well; the harness
    itself asks each server at its own address.
    """

    def __init__(self, keeper: Keeper, places: Places, seed: int, zone: str, folder: Path) -> None:
        self.keeper, self.places, self.port, self.door = keeper, places, free_port(), free_port()
        self.folder, self.mail_port = folder, free_port()
        self.disk_full, self.clock = folder / "disk-full", folder / "clock"
        self.postgres = Postgres(places.home, places.sockets, places.logs / "postgres.log", places.account)
        self.valkey = Valkey(places.home, places.sockets, places.logs / "valkey.log", places.account)
        self.env = self._environment(zone)
        self.delays = Random(seed)  # noqa: S311 - repeatable, not secret
        self.start_again_at: dict[str, float] = {}
        self.ended_alone: Counter[str] = Counter()
        self.children: dict[str, Child] = {}

    def _environment(self, zone: str) -> dict[str, str]:
        person = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return person | {
            "DJANGO_SETTINGS_MODULE": "faults.settings",
            "PYTHONPATH": str(REPOSITORY),
            "FAULTS_TIME_ZONE": zone,
            "FAULTS_CLOCK": str(self.clock),
            store.FLAG: str(self.disk_full),
            "DATABASE_URL": f"postgres://{OWNER}@:{PORT}/{self.folder}/{OWNER}",
            "REDIS_URL": f"unix://{self.folder / BROKER_SOCKET}",
            "PORTAL_DEBUG": "0",
            "PORTAL_PLAIN_HTTP": "1",
            "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
            "PORTAL_ALLOWED_HOSTS": HOST,
            "PORTAL_BASE_URL": f"http://{HOST}:{self.port}",
            "PORTAL_EMAIL_URL": f"smtp://{HOST}:{self.mail_port}",
            "PORTAL_DATA_DIR": str(self.places.data),
            "PORTAL_STATIC_ROOT": str(self.places.static),
            "PORTAL_BIND": f"{HOST}:{self.port}",
            "PORTAL_BEAT_FILE": str(self.places.state / "beat-schedule"),
            "PYTHONUNBUFFERED": "1",
        }

    def start_data(self) -> None:
        """Database and broker as on a real machine, nothing in them yet; the network to them; the mail server."""
        replace(self.postgres, durable=False).make_data()  # nothing is in it yet that could be lost
        socket_file = f".s.PGSQL.{PORT}"
        ways = {
            relay.WEB: [f"{HOST}:{self.door}", f"{HOST}:{self.port}"],
            relay.DATABASE: [str(self.folder / socket_file), str(self.places.sockets / socket_file)],
            relay.BROKER: [str(self.folder / BROKER_SOCKET), str(self.valkey.socket)],
        }
        (self.folder / relay.ROUTES).write_text(json.dumps(ways), encoding="utf-8")
        post = self.part("faults.sink", str(self.mail_port), str(self.folder / "mails.jsonl"))
        database = self.postgres.child()
        database.command = [
            *database.command,
            "-c",
            "fsync=off",
        ]  # a killed process leaves the kernel what it wrote
        for child in (
            self.valkey.child(),
            database,
            self.part("faults.relay", str(self.folder)),
            post,
        ):
            self._start(child)
        self._wait(lambda: self.valkey.is_ready() and self.postgres.is_ready(), 120)
        self.postgres.make_database()

    def start_portal(self) -> None:
        """Web server, worker and beat."""
        for child in children(self.places, self.env):
            self._start(child)

    def wait_for_portal(self) -> None:
        """Back when it answers."""
        self._wait(lambda: answers(self.port), 400)

    def part(self, module: str, *arguments: str, grace: float = 5.0) -> Child:
        """A process of the harness."""
        log = self.places.logs / f"{module}.log"
        return Child(
            module, [sys.executable, "-m", module, *arguments], log, self.env, REPOSITORY, grace=grace
        )

    def _start(self, child: Child) -> None:
        self.children[child.name] = child
        child.start()

    def _wait(self, is_so: Callable[[], bool], seconds: float) -> None:
        no = TimeoutError(f"waited {seconds:.0f} s in vain; logs in {self.places.logs}")
        wait_until(is_so, within=seconds, look_after=self.look_after, no=no)

    def look_after(self) -> None:
        """Start again what ended and has waited for its moment. Raises StopAsked."""
        self.keeper.look_after()
        now = time.monotonic()
        for name, child in self.children.items():
            if child.is_running():
                continue
            if name not in self.start_again_at:
                self.ended_alone[name] += 1
                self.start_again_at[name] = now + LATEST
            elif now >= self.start_again_at[name]:
                del self.start_again_at[name]
                child.kill_group()  # as a service manager does with what is left of a service
                self.forget_stale_files(name)
                child.start()

    def forget_stale_files(self, name: str) -> None:
        """A socket's file of a dead broker is in nobody's way, but PostgreSQL looks at its lock."""
        if name == "postgres":
            for pid in self.orphans_of_postgres():
                kill(pid)

    def orphans_of_postgres(self) -> list[int]:
        """Processes of our database whose master is dead."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (folder / "cwd").readlink() == self.postgres.data:
                    found.append(int(folder.name))
        return found

    def kill_one(self, name: str, away: float = 0.0) -> bool:
        """The first process of a service; what it started is left to itself until the service starts again."""
        child = self.children[name]
        if not child.is_running():
            return False
        kill(child.pid)
        assert child.process is not None  # noqa: S101 - it is running
        child.process.wait()
        self.start_again_at[name] = time.monotonic() + away + self.delays.uniform(SOONEST, LATEST)
        return True

    def below(self, name: str) -> list[int]:
        """The processes a service started; none while it is away."""
        child = self.children[name]
        return descendants(child.pid) if child.is_running() else []

    def settle(self, seconds: float = 60) -> None:
        """Everything runs and answers."""
        self._wait(lambda: not self.start_again_at and answers(self.port), seconds)

    def stop(self) -> None:
        """End everything in order: first the portal, then what it stands on."""
        for names in (("web", "worker", "beat"), ("faults.relay", "faults.sink"), ("valkey", "postgres")):
            known = [self.children[name] for name in names if name in self.children]
            for child in known:
                child.ask_to_stop()
            for child in known:
                child.wait_or_kill()
