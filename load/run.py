"""Ten years of all provinces, then five hundred people at once as on 20 to 25 November: ``make load``.

    --people N     people at once (500)
    --minutes N    how long, once all are there (4)
    --coming N     minutes in which they sign in, one after another (2)
    --rounds N     how often one person alone does everything first (3)
    --small        three provinces and a few of everything: to see that it works
    --only PART    "together": only that two nodes and three workers behave as one; "load": only the people
    --like URL     takes the trial from this database instead of making it
    --keep         leaves logs, notes and settings where they are, and says where

It brings servers of its own, whatever DATABASE_URL says, durable as on a real machine, with production settings and
``deploy/nginx.conf`` in front (the Debian package nginx is needed). Everything is asked of this machine alone, and it
stops by itself. The last line is the verdict; the exit code is 0 only if it is PASS.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.table import milliseconds
from load.figures import Verdict, judged, percentile, read, tables
from load.front import program
from load.machine import Machine
from load.people import chosen
from load.together import Nodes, proven
from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint, say
from scripts.supervisor.harness import in_throwaway_places
from scripts.supervisor.keeper import Keeper
from scripts.supervisor.places import REPOSITORY, Places
from scripts.supervisor.postgres import OWNER, PORT

GRACE = 90.0  # seconds beyond the end of the day for answers still under way
WAITING = """
SELECT kind, count(*), count(*) FILTER (WHERE status = 'failed'),
  coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - created_at)), 0),
  coalesce(max(extract(epoch FROM started_at - created_at)), 0)
FROM jobs_job WHERE created_at > %s GROUP BY kind ORDER BY kind
"""
MOST_TOLD = 20


def options() -> argparse.Namespace:
    """What the person asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--coming", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pace", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", choices=["together", "load"], default="")
    parser.add_argument("--like", default="")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


class Run:
    """One run from nothing to the verdict."""

    def __init__(self, machine: Machine, folder: Path, told: argparse.Namespace) -> None:
        self.machine, self.folder, self.told = machine, folder, told
        self.begun, self.world = time.monotonic(), folder / "world.json"
        sockets = machine.places.sockets
        self.database = f"host={sockets} port={PORT} user={OWNER} dbname={OWNER}"

    def prepare(self) -> None:
        """Servers, the trial, and ten years on top of it; then the seals and the portal itself."""
        small = ["--small"] if self.told.small else []
        told = self.machine.fill(self.told.like, str(self.world), *small)
        say("\n".join(line for line in told.splitlines() if line.startswith("  ")))  # not its slow queries
        self.machine.start_portal()
        say(f"  ready after {time.monotonic() - self.begun:.0f} s")

    def together(self) -> bool:
        """Whether the nodes and workers behave as one."""
        world = json.loads(self.world.read_text(encoding="utf-8"))
        origin = f"https://127.0.0.1:{self.machine.port}"
        found = proven(
            Nodes(self.machine.nodes, origin, world | {"people": self.spared(world["people"])}, self.database)
        )
        for name, wrong in found.items():
            say(f"  two nodes, {name}: {wrong or 'as one'}")
        return not any(found.values())

    def spared(self, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those the load does not take last: a door that a proof has closed stays closed for an hour."""
        taken = {who["email"] for who in chosen(people, self.told.people)}
        return sorted(people, key=lambda who: who["email"] not in taken)

    def people(self, name: str, **facts: Any) -> Path:
        """Let people come and go; where their requests are noted. Raises TimeoutError where they do not go."""
        notes, troubles = self.folder / f"{name}.jsonl", self.folder / f"{name}.troubles"
        told = {
            "port": self.machine.port,
            "certificate": str(self.machine.certificate),
            "world": str(self.world),
            "notes": str(notes),
            "troubles": str(troubles),
            "pace": self.told.pace,
            "coming": self.told.coming * 60,
            "seconds": self.told.minutes * 60,
            "count": self.told.people,
            "rounds": 0,
        } | facts
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        command = [sys.executable, "-m", "load.people", str(file)]
        log = self.machine.places.logs / f"{name}.log"
        child = Child(name, command, log, self.machine.env, REPOSITORY, grace=20.0)
        child.start()
        end = time.monotonic() + told["coming"] + told["seconds"] + GRACE
        try:
            while child.is_running():
                self.machine.look_after()
                if time.monotonic() > end:
                    raise TimeoutError(f"the people of “{name}” did not go home")
                time.sleep(0.5)
            if child.exit_code():
                raise Complaint(f"The people of “{name}” fell over.", "…", log)
        finally:
            child.ask_to_stop()
            child.wait_or_kill()
        return notes

    def load(self) -> Verdict:
        """One person alone, then everybody; pages are compared from the moment all are there."""
        alone = read(self.people("alone", rounds=self.told.rounds, coming=0, seconds=300))
        say(f"  one person alone: {len(alone)} requests")
        begun, processor = time.time(), os.times().children_user
        everybody = read(self.people("everybody"))
        say(f"  the people themselves took {os.times().children_user - processor:.0f} s of the processor")
        all_there = [sample for sample in everybody if sample.at >= begun + self.told.coming * 60]
        say(tables(alone, all_there))
        while_coming = [sample for sample in everybody if sample.at < begun + self.told.coming * 60]
        verdict = judged(alone, all_there, 0)
        self.tell_coming(while_coming)
        self.tell_jobs(begun)
        troubles = self.tell_troubles()
        wrong = sum(not sample.is_well for sample in everybody)
        return Verdict(
            requests=len(everybody),
            errors=max(wrong, troubles),
            idle=verdict.idle,
            loaded=verdict.loaded,
            longest=max((sample.seconds for sample in everybody), default=0.0),
        )

    def tell_coming(self, samples: list[Any]) -> None:
        """How it went while they came: everybody's password is checked then."""
        views = [sample.seconds for sample in samples if sample.is_page]
        doors = [sample.seconds for sample in samples if sample.kind == "sign in"]
        say(
            f"\nwhile they came: {len(samples)} requests, p95 of pages {milliseconds(percentile(views, 0.95))} ms,"
            f" p95 of signing in {milliseconds(percentile(doors, 0.95))} ms"
        )

    def tell_jobs(self, since: float) -> None:
        """How long work waited for a worker."""
        with psycopg.connect(self.database) as line:
            moment = line.execute("SELECT to_timestamp(%s)", [since]).fetchone()
            for kind, count, failed, half, most in line.execute(WAITING, moment or []).fetchall():
                say(
                    f"queue: {count} × {kind}, {failed} failed, waited {half:.1f} s (half of them), {most:.1f} s at most"
                )

    def tell_troubles(self) -> int:
        """What did not go as it should, in the words of those it happened to; how many times."""
        told = [
            line
            for name in ("alone", "everybody")
            if (file := self.folder / f"{name}.troubles").exists()
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        for line in told[:MOST_TOLD]:
            say(f"  trouble: {line}")
        return len(told)


def main() -> int:
    """Run and tell; 0 when the verdict is PASS, 1 otherwise, 2 after a complaint."""
    told = options()
    kept_as = "portal-load-" if told.keep else ""
    return in_throwaway_places(lambda keeper, places: whole(keeper, places, told), kept_as=kept_as)


def whole(keeper: Keeper, places: Places, told: argparse.Namespace) -> int:
    """Prepare, prove that the nodes are one, let the people come, judge."""
    program()  # better now than after minutes
    machine, folder = Machine(keeper, places), places.var / "load"
    folder.mkdir()
    run = Run(machine, folder, told)
    with machine.running():
        run.prepare()
        wrong: list[str] = []
        if told.only != "load" and not run.together():
            wrong.append("two nodes are not one")
        figures = ""
        if told.only != "together":
            verdict = run.load()
            wrong += verdict.wrong
            figures = (
                f"{verdict.requests} requests of {told.people} people, {verdict.errors} errors;"
                f" p95 of pages {milliseconds(verdict.loaded)} ms, idle {milliseconds(verdict.idle)} ms:"
                f" {verdict.ratio:.1f} ×; the longest request {verdict.longest:.1f} s; "
            )
    seconds = time.monotonic() - run.begun
    say(f"{figures}{seconds:.0f} s in all: {'FAIL, ' + ', '.join(wrong) if wrong else 'PASS'}")
    return int(bool(wrong))


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    sys.exit(main())
