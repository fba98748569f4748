"""All processes of one portal, each of which may be killed and is started again a moment later."""

import contextlib
import os
import secrets
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from scripts.supervisor.child import Child
from scripts.supervisor.keeper import Keeper
from scripts.supervisor.places import REPOSITORY, Places
from scripts.supervisor.portal import HOST, answers, children
from scripts.supervisor.postgres import Postgres
from scripts.supervisor.valkey import Valkey

SOONEST, LATEST = 0.05, 1.5  # seconds until a service manager starts again what ended


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
    """Database, broker, web server, worker and beat of one portal, in throwaway folders."""

    def __init__(self, keeper: Keeper, places: Places, seed: int, zone: str, mail_port: int) -> None:
        self.keeper, self.places, self.port = keeper, places, free_port()
        self.postgres = Postgres(places.home, places.sockets, places.logs / "postgres.log", places.account)
        self.valkey = Valkey(places.home, places.sockets, places.logs / "valkey.log", places.account)
        self.env = self._environment(zone, mail_port)
        self.delays = Random(seed)  # noqa: S311 - repeatable, not secret
        self.start_again_at: dict[str, float] = {}
        self.ended_alone: Counter[str] = Counter()
        self.children: dict[str, Child] = {}

    def _environment(self, zone: str, mail_port: int) -> dict[str, str]:
        person = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return person | {
            "DJANGO_SETTINGS_MODULE": "faults.settings",
            "PYTHONPATH": str(REPOSITORY),
            "FAULTS_TIME_ZONE": zone,
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.valkey.url(),
            "PORTAL_DEBUG": "0",
            "PORTAL_PLAIN_HTTP": "1",
            "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
            "PORTAL_ALLOWED_HOSTS": HOST,
            "PORTAL_BASE_URL": f"http://{HOST}:{self.port}",
            "PORTAL_EMAIL_URL": f"smtp://{HOST}:{mail_port}",
            "PORTAL_DATA_DIR": str(self.places.data),
            "PORTAL_STATIC_ROOT": str(self.places.static),
            "PORTAL_BIND": f"{HOST}:{self.port}",
            "PORTAL_BEAT_FILE": str(self.places.state / "beat-schedule"),
            "PYTHONUNBUFFERED": "1",
        }

    def start_data(self) -> None:
        """Database and broker, both as durable as on a real machine; nothing is in them yet."""
        self.postgres.make_data()
        for server in (self.valkey, self.postgres):
            self._start(server.child())
        self._wait(lambda: self.valkey.is_ready() and self.postgres.is_ready(), 120)
        self.postgres.make_database()

    def start_portal(self) -> None:
        """Web server, worker and beat; back when the first answers."""
        for child in children(self.places, self.env):
            self._start(child)
        self._wait(lambda: answers(self.port), 400)

    def _start(self, child: Child) -> None:
        self.children[child.name] = child
        child.start()

    def _wait(self, is_so: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:.0f} s in vain; logs in {self.places.logs}")
            self.look_after()
            time.sleep(0.1)

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

    def strike(self, kind: str, chance: float) -> bool:
        """Do the fault; False when its victim is not there at the moment."""
        strikes: dict[str, Callable[[float], bool]] = {
            "celery child": lambda chance: self._kill_below("worker", chance),
            "web worker": lambda chance: self._kill_below("web", chance),
            "database line": lambda chance: self._kill_below("postgres", chance),
            "valkey": lambda _chance: self._kill_all("valkey"),
            "valkey, forgetting": lambda _chance: self._forget(),
            "postgres": lambda _chance: self._kill_all("postgres"),
            "celery": lambda _chance: self._kill_one("worker"),
            "beat": lambda _chance: self._kill_one("beat"),
            "gunicorn": lambda _chance: self._kill_one("web"),
        }
        return strikes[kind](chance)

    def _kill_below(self, name: str, chance: float) -> bool:
        """One of the processes a service started; of the database one that serves the portal."""
        below = descendants(self.children[name].pid) if self.children[name].is_running() else []
        if name == "postgres":
            below = [pid for pid in below if "postgres: portal portal" in words(pid)]
        return bool(below) and kill(below[int(chance * len(below))])

    def _kill_one(self, name: str) -> bool:
        """The first process of a service; what it started is left to itself until the service starts again."""
        child = self.children[name]
        if not child.is_running():
            return False
        kill(child.pid)
        assert child.process is not None  # noqa: S101 - it is running
        child.process.wait()
        self.start_again_at[name] = time.monotonic() + self.delays.uniform(SOONEST, LATEST)
        return True

    def _kill_all(self, name: str) -> bool:
        """Every process of a service at once, as a power cut would."""
        below = descendants(self.children[name].pid) if self.children[name].is_running() else []
        if not self._kill_one(name):
            return False
        for pid in below:
            kill(pid)
        return True

    def _forget(self) -> bool:
        """The broker dies with everything it knew."""
        if not self._kill_all("valkey"):
            return False
        for file in sorted(self.valkey.data.rglob("*"), reverse=True):
            with contextlib.suppress(OSError):
                file.rmdir() if file.is_dir() else file.unlink()
        return True

    def settle(self, seconds: float = 60) -> None:
        """Everything runs and answers."""
        self._wait(lambda: not self.start_again_at and answers(self.port), seconds)

    def stop(self) -> None:
        """End everything in order: first the portal, then what it stands on."""
        for names in (("web", "worker", "beat"), ("valkey", "postgres")):
            known = [self.children[name] for name in names if name in self.children]
            for child in known:
                child.ask_to_stop()
            for child in known:
                child.wait_or_kill()
