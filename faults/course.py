"""One run of the harness: servers, people at work, faults as planned, and the end of everything that was asked for."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environ
import psycopg

from faults.ledger import ACCEPTED, TIME_OF_FAULTS, read
from faults.plan import Salvo
from faults.servers import Servers
from faults.strikes import Strikes
from scripts.supervisor.binaries import postgres_folder
from scripts.supervisor.complaint import Complaint, say
from scripts.supervisor.places import REPOSITORY
from scripts.supervisor.portal import answers
from scripts.supervisor.postgres import OWNER, PORT

PATIENCE = 120.0  # seconds for a portal that comes back
TIME_PASSES = 4.0  # seconds between two leaps of the clock
LOOK_AGAIN = 1.0  # seconds between two looks at what has not ended
SETTLING = 600.0  # seconds after which whatever has not ended counts as lost
# What time does, so that a day's mails and lost messages need no day: notices have settled, days have passed.
LEAP = """
update outbox_notice set created_at = created_at - interval '2 hours', due_on = coalesce(due_on, current_date) where mail_id is null;
update outbox_mail set day = date '1900-01-01' + id::int where status <> 'queued' and day > date '2000-01-01';
update outbox_mail set try_at = now() - interval '1 minute' where status in ('queued', 'failed');
update jobs_job set sent_at = sent_at - interval '3 minutes' where status in ('queued', 'running') and sent_at is not null;
"""
OPEN = """
select (select count(*) from jobs_job where ended_at is null)
     + (select count(*) from outbox_mail where status in ('queued', 'failed'))
     + (select count(*) from outbox_notice where mail_id is null and read_at is null)
"""
FAILED = """
update jobs_job set status = 'queued', problem = '', ended_at = null, done = 0, step = '', forgiven = attempt, sent_at = null
where status = 'failed' returning id, kind, problem
"""


@dataclass
class Run:
    """One run from nothing to the verdict."""

    servers: Servers
    strikes: Strikes
    folder: Path
    seed: int
    struck: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    begun: float = field(default_factory=time.monotonic)
    leaped_at: float = 0.0

    def step(self, module: str, *arguments: str) -> str:
        """Run a part of the harness or of the portal to its end; its words. Raises Complaint when it fails."""
        done = subprocess.run(
            [sys.executable, *module.split(), *arguments],
            env=self.servers.env,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Complaint(f"{module} failed:\n{done.stdout}{done.stderr}", "Không chuẩn bị được.")
        return done.stdout

    def prepare(self, like: str) -> None:
        """Servers, tables, a small province."""
        self.servers.start_data()
        if like:
            self.copy_tables(like)
        else:
            self.step("manage.py migrate --noinput --verbosity 0")
        self.servers.start_portal()  # which takes its time, while the province comes into being
        self.step("-m faults.world", str(self.folder / "world.json"))
        self.servers.wait_for_portal()
        say(f"  ready after {time.monotonic() - self.begun:.0f} s")

    def copy_tables(self, like: str) -> None:
        """The tables of another database, without their rows."""
        there = environ.Env.db_url_config(like)
        address = {"host": there["HOST"], "port": there["PORT"], "username": there["USER"]}
        asked = [f"--{name}={value}" for name, value in address.items() if value]
        dump: list[str | Path] = [
            postgres_folder() / "pg_dump",
            "--schema-only",
            "--no-owner",
            *asked,
            there["NAME"],
        ]
        environment = os.environ | {"PGPASSWORD": there["PASSWORD"]}
        taken = subprocess.run(dump, env=environment, capture_output=True, check=True)
        where = [f"--host={self.servers.places.sockets}", f"--port={PORT}", f"--username={OWNER}"]
        psql: list[str | Path] = [
            postgres_folder() / "psql",
            *where,
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            OWNER,
        ]
        subprocess.run(psql, input=taken.stdout, stdout=subprocess.DEVNULL, check=True)

    @contextmanager
    def people(self) -> Iterator[None]:
        """Everybody works while the block lasts; each ends the act they are at."""
        child = self.servers.part("faults.people", str(self.servers.door), str(self.folder), grace=40.0)
        child.start()
        try:
            yield
            if not child.is_running():
                raise Complaint("The people of the harness went home early.", "…", child.log)
        finally:
            child.ask_to_stop()
            child.wait_or_kill()

    def work(self, seconds: float) -> None:
        """Let time go by, look after the servers, and let the clock leap now and then."""
        end = time.monotonic() + seconds
        while True:
            self.servers.look_after()
            self.strikes.look_after()
            if time.monotonic() - self.leaped_at > TIME_PASSES:
                self.ask(LEAP)
                self.leaped_at = time.monotonic()
            if time.monotonic() >= end:
                return
            time.sleep(0.02)

    def ask(self, sql: str) -> list[Any] | None:
        """Ask the database; None when it is not there, which is nothing special here."""
        with suppress(psycopg.Error):
            where = f"host={self.servers.places.sockets} port={PORT} user={OWNER} dbname={OWNER}"
            with psycopg.connect(where, connect_timeout=2) as line:
                asked = line.execute(sql)
                return asked.fetchall() if asked.description else []
        return None

    def rage(self, planned: Iterator[Salvo], minutes: float) -> None:
        """Strike as planned; a fault whose victim is not there waits for the next salvo. Notes how long it lasted."""
        self.wait_for_work(since=0)  # before it, nothing could be lost
        with self._noted_time() as begun:
            self._rage(planned, minutes)
            self.end_what_lasts()
            self.wait_for_work(since=begun)

    @contextmanager
    def _noted_time(self) -> Iterator[float]:
        begun = time.time()
        yield begun
        (self.folder / TIME_OF_FAULTS).write_text(json.dumps([begun, time.time()]), encoding="ascii")

    def wait_for_work(self, since: float) -> None:
        """Until something was accepted after ``since`` (seconds since 1970), for a while."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            acts = read(self.folder / "acts.jsonl")
            if any(act.outcome == ACCEPTED and act.at > since for act in acts):
                return
            self.work(0.2)

    def end_what_lasts(self) -> None:
        """Let the faults that last come to their end."""
        end = time.monotonic() + PATIENCE
        while self.strikes.ends and time.monotonic() < end:
            self.work(0.1)

    def _rage(self, planned: Iterator[Salvo], minutes: float) -> None:
        waiting: list[tuple[str, float]] = []
        at, end = time.monotonic(), time.monotonic() + minutes * 60
        for salvo in planned:
            if salvo.is_patient:
                self.wait_for_portal()
            self.work(salvo.pause)
            waiting = self._strike([*waiting, *salvo.faults])
            if time.monotonic() > end:
                say(f"  the time was over before the count; {len(waiting)} faults were not done")
                return
            if time.monotonic() - at > 60:  # noqa: PLR2004 - a minute
                at = time.monotonic()
                say(f"  {self.struck.total()} faults after {at - self.begun:.0f} s")
        while waiting and time.monotonic() < end:
            self.work(0.5)
            waiting = self._strike(waiting)

    def wait_for_portal(self) -> None:
        """Until the portal answers, for a while: it may have been killed again in between."""
        end = time.monotonic() + PATIENCE
        while not answers(self.servers.port) and time.monotonic() < end:
            self.work(0.1)

    def _strike(self, faults: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """Do these faults at once; those that could not be done."""
        missed = []
        for kind, chance in faults:
            if self.strikes.strike(kind, chance):
                self.struck[kind] += 1
            else:
                missed.append((kind, chance))
        return missed

    def settle(self) -> None:
        """Wait until everything that was asked for has come to an end; work that was given up is asked for once more."""
        self.servers.settle(400)
        end = time.monotonic() + SETTLING
        while time.monotonic() < end:
            self.work(LOOK_AGAIN)
            if not self.given_up:
                self.given_up = len(self.ask(FAILED) or [])
            if self.ask(OPEN) == [(0,)] and self._is_swept():
                return
        say("  not everything has come to an end; what is left counts as lost")

    def _is_swept(self) -> bool:
        """Let the files grow an hour old, once all work has ended; whether the portal has looked at those without a row."""
        files = [path for path in self.servers.places.data.rglob("*") if path.is_file()]
        for path in files:
            with suppress(FileNotFoundError):
                os.utime(path, (0, 0))
        return not any(path.parent.name == "begun" for path in files)

    def swept(self) -> int:
        """How many files without a row the portal has removed."""
        words = (self.servers.places.logs / "worker.log").read_text(encoding="utf-8", errors="replace")
        return words.count("a file without a row is removed")
