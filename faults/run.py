"""Kills -9 at random moments under work, then proves that nothing was lost or doubled: ``make faults``.

    --count N     faults in all (1000)
    --seed N      what goes wrong, in which order; printed, so that a run can be done again
    --only KIND   these kinds alone (several times; names as in the last lines)
    --minutes N   gives up injecting after that long (40); says so
    --like URL    takes the tables of this database instead of making them (for the tests: quicker)
    --keep        leaves logs, ledger and files where they are, and says where

It brings servers of its own, whatever DATABASE_URL says, durable as on a real machine. The last line is the verdict;
the exit code is 0 only if nothing was lost, doubled or orphaned.
"""

import argparse
import datetime as dt
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environ
import psycopg

from faults.plan import KINDS, Salvo, salvos
from faults.servers import Servers, free_port
from scripts.supervisor.binaries import postgres_folder
from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint, say, say_no
from scripts.supervisor.keeper import Keeper, StopAsked
from scripts.supervisor.places import REPOSITORY, Places
from scripts.supervisor.portal import answers
from scripts.supervisor.postgres import OWNER, PORT
from scripts.supervisor.throwaway import throwaway_places

PATIENCE = 120.0  # seconds for a portal that comes back
TIME_PASSES = 4.0  # seconds between two leaps of the clock
SETTLING = 600.0  # seconds after which whatever has not ended counts as lost
NOON = 12
WRONG, MOST_TOLD = ("lost", "doubled", "orphaned"), 40
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
        self.step("-m faults.world", str(self.folder / "world.json"))
        self.servers.start_portal()
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
        child = self._child("faults.people", str(self.servers.port), str(self.folder), grace=40.0)
        child.start()
        try:
            yield
            if not child.is_running():
                raise Complaint("The people of the harness went home early.", "…", child.log)
        finally:
            child.ask_to_stop()
            child.wait_or_kill()

    @contextmanager
    def post(self, port: int) -> Iterator[None]:
        """The mail server; it is never killed, for it is the witness."""
        child = self._child("faults.sink", str(port), str(self.folder / "mails.jsonl"))
        child.start()
        try:
            yield
        finally:
            child.ask_to_stop()
            child.wait_or_kill()

    def _child(self, module: str, *arguments: str, grace: float = 5.0) -> Child:
        log = self.servers.places.logs / f"{module}.log"
        command = [sys.executable, "-m", module, *arguments]
        return Child(module, command, log, self.servers.env, REPOSITORY, grace=grace)

    def work(self, seconds: float) -> None:
        """Let time go by, look after the servers, and let the clock leap now and then."""
        end = time.monotonic() + seconds
        while True:
            self.servers.look_after()
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
        """Strike as planned; a fault whose victim is not there waits for the next salvo."""
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
            if self.servers.strike(kind, chance):
                self.struck[kind] += 1
            else:
                missed.append((kind, chance))
        return missed

    def settle(self) -> None:
        """Wait until everything that was asked for has come to an end; work that was given up is asked for once more."""
        self.servers.settle(400)
        end = time.monotonic() + SETTLING
        while time.monotonic() < end:
            self.work(TIME_PASSES)
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


def main() -> int:
    """Run and tell; 0 when nothing was lost, doubled or orphaned, 1 otherwise, 2 after a complaint."""
    told = options()
    seed = told.seed if told.seed is not None else secrets.randbelow(10**6)
    say(f"seed {seed}, {told.count} faults")
    keeper = Keeper()
    keeper.listen()
    try:
        with throwaway_places() as places:
            try:
                return whole(keeper, places, told, seed)
            finally:
                if told.keep:
                    kept = Path(tempfile.mkdtemp(prefix="portal-faults-"))
                    shutil.copytree(places.var, kept, dirs_exist_ok=True)
                    say(f"  kept: {kept}")
    except StopAsked:
        return 130
    except (Complaint, TimeoutError) as no:
        say_no(no if isinstance(no, Complaint) else Complaint(str(no), "Chờ quá lâu."))
        return 2


def options() -> argparse.Namespace:
    """What the person asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", action="append", default=[], choices=list(KINDS))
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--like", default="")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def whole(keeper: Keeper, places: Places, told: argparse.Namespace, seed: int) -> int:
    """Prepare, rage, settle, prove."""
    folder, mail_port = places.var / "faults", free_port()
    folder.mkdir()
    ahead = NOON - dt.datetime.now(dt.UTC).hour
    servers = Servers(
        keeper, places, seed, f"Etc/GMT{-ahead:+d}", mail_port
    )  # its sign is the wrong way round
    run = Run(servers, folder, seed)
    try:
        run.prepare(told.like)
        with run.post(mail_port):
            with run.people():
                run.rage(salvos(seed, told.count, tuple(told.only)), told.minutes)
            raged = time.monotonic()
            run.settle()
        say(f"  settled in {time.monotonic() - raged:.0f} s")
        run.step("manage.py verify_journal")
        found = json.loads(run.step("-m faults.proof", str(folder)).splitlines()[-1])
    finally:
        servers.stop()
    return tell(run, found)


def tell(run: Run, found: dict[str, Any]) -> int:
    """The last lines: what was done, what was asked for, what was found."""
    for kind in WRONG:
        for words in found[kind][:MOST_TOLD]:
            say(f"  {kind}: {words}")
    say("faults: " + ", ".join(f"{run.struck[kind]} {kind}" for kind in KINDS if run.struck[kind]))
    alone = sum(run.servers.ended_alone.values())
    figures = found["figures"] | {
        "files without a row removed by the portal": run.swept(),
        "jobs given up and asked for again": run.given_up,
        "processes ended by themselves": alone,
    }
    say("under work: " + ", ".join(f"{value} {name}" for name, value in figures.items()))
    wrong = {name: len(found[name]) for name in WRONG}
    verdict = ", ".join(f"{count} {name}" for name, count in wrong.items())
    seconds = time.monotonic() - run.begun
    say(f"seed {run.seed}: {run.struck.total()} faults in {seconds:.0f} s, {verdict}")
    return int(any(wrong.values()))


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    sys.exit(main())
