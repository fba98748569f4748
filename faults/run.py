"""Breaks everything at random moments under work, then proves that nothing was lost or doubled: ``make faults``.

    --count N     faults in all (1000)
    --seed N      what goes wrong, in which order; printed, so that a run can be done again
    --only KIND   these kinds alone (several times; names as in the last lines)
    --minutes N   gives up injecting after that long (40); says so
    --like URL    takes the tables of this database instead of making them (for the tests: quicker)
    --keep        leaves logs, ledger and files where they are, and says where

It brings servers of its own, whatever DATABASE_URL says, durable as on a real machine. The last line is the verdict; the
exit code is 0 only if every fault happened, every kind of work was done under them, and nothing was lost, doubled or orphaned.
"""

import argparse
import datetime as dt
import json
import os
import secrets
import sys
import time
from typing import Any

from faults.course import Run
from faults.ledger import WORK
from faults.plan import KINDS, salvos
from faults.servers import Servers
from faults.strikes import Strikes
from scripts.supervisor.complaint import say
from scripts.supervisor.harness import in_throwaway_places
from scripts.supervisor.keeper import Keeper
from scripts.supervisor.places import REPOSITORY, Places

NOON = 12
WRONG, MOST_TOLD = ("lost", "doubled", "orphaned"), 40
ENOUGH = 100  # faults, in whose time everybody has done everything; fewer prove less, and are let pass


def main() -> int:
    """Run and tell; 0 when nothing was lost, doubled or orphaned, 1 otherwise, 2 after a complaint."""
    told = options()
    seed = told.seed if told.seed is not None else secrets.randbelow(10**6)
    say(f"seed {seed}, {told.count} faults")
    kept_as = "portal-faults-" if told.keep else ""
    return in_throwaway_places(lambda keeper, places: whole(keeper, places, told, seed), kept_as=kept_as)


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
    folder = places.var / "faults"
    folder.mkdir()
    ahead = NOON - dt.datetime.now(dt.UTC).hour
    zone = f"Etc/GMT{-ahead:+d}"  # its sign is the wrong way round
    servers = Servers(keeper, places, seed, zone, folder)
    run = Run(servers, Strikes(servers), folder, seed)
    try:
        run.prepare(told.like)
        with run.people():
            run.rage(salvos(seed, told.count, tuple(told.only)), told.minutes)
        raged = time.monotonic()
        run.settle()
        say(f"  settled in {time.monotonic() - raged:.0f} s")
        found = json.loads(run.step("-m faults.proof", str(folder)).splitlines()[-1])
    finally:
        servers.stop()
    return tell(run, found, vain(run, found, told))


def vain(run: Run, found: dict[str, Any], told: argparse.Namespace) -> list[str]:
    """What was asked for and did not happen: a run that tried too little proves nothing."""
    missing = told.count - run.struck.total()
    words = [f"{missing} faults were not done"] if missing else []
    if not found["under_faults"]:
        words.append("nothing was accepted under faults")
    if told.count >= ENOUGH:
        kinds = [kind for kind in KINDS if kind in told.only or not told.only]
        words += [f"no {kind} went wrong" for kind in kinds if not run.struck[kind]]
        words += [
            f"nothing of {kind} was accepted under faults"
            for kind in WORK
            if not found["under_faults"].get(kind)
        ]
    return words


def tell(run: Run, found: dict[str, Any], in_vain: list[str]) -> int:
    """The last lines: what was done, what was asked for, what was found."""
    for kind in WRONG:
        for words in found[kind][:MOST_TOLD]:
            say(f"  {kind}: {words}")
    say("faults: " + ", ".join(f"{run.struck[kind]} {kind}" for kind in KINDS if run.struck[kind]))
    done = found["under_faults"]
    say("accepted under faults: " + ", ".join(f"{done.get(kind, 0)} {kind}" for kind in WORK))
    figures = found["figures"] | {
        "files without a row removed by the portal": run.swept(),
        "jobs given up and asked for again": run.given_up,
        "processes ended by themselves": sum(run.servers.ended_alone.values()),
    }
    say("in all: " + ", ".join(f"{value} {name}" for name, value in figures.items()))
    for words in in_vain:
        say(f"  in vain: {words}")
    wrong = {name: len(found[name]) for name in WRONG}
    verdict = ", ".join(f"{count} {name}" for name, count in wrong.items())
    seconds, kinds = time.monotonic() - run.begun, len(+run.struck)
    say(
        f"seed {run.seed}: {run.struck.total()} faults of {kinds} kinds in {seconds:.0f} s, "
        f"{found['figures']['accepted']} accepted, {verdict}"
    )
    return int(any(wrong.values()) or bool(in_vain))


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    sys.exit(main())
