"""Everybody at once: ``python -m load.people FILE``, which tells where the portal is and who comes for how long.

Each has a browser, a line and an address of their own on this machine (127.x.y.z, one for each unit: a department sits
behind one), signs in through the form within the time of coming, and then does what ``load/acts.py`` says, with times
of thinking drawn from a log-normal. Nothing is asked of any other machine. It stops by itself.
"""

import ipaddress
import json
import math
import random
import signal
import ssl
import sys
import threading
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faults.visitor import Lost
from load.acts import MIX, ONCE, SHARES, Person
from load.browser import HOST, Browser, Sample

THINK_MEDIAN, THINK_SPREAD = 22.0, 0.6  # seconds; the mean is 26, one in twenty takes more than a minute
SHORTEST, LONGEST = 2.0, 120.0
MOST_REQUESTS = 100_000  # then everybody goes home, whatever the clock says
FIRST_ADDRESS = int(ipaddress.IPv4Address("127.1.0.1"))
STACK = 512 * 1024


class Stopped(Exception):
    """The day is over."""


class Day:
    """What everybody shares: where the portal is, who they are, the notes, and the end."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told, self.over = told, threading.Event()
        self.begun = time.monotonic()
        self.end = self.begun + told["coming"] + told["seconds"]
        self.trusted = ssl.create_default_context(cafile=told["certificate"])
        self.world = json.loads(Path(told["world"]).read_text(encoding="utf-8"))
        self.notes, self.lock, self.count = (
            Path(told["notes"]).open("a", encoding="utf-8"),  # noqa: SIM115 - open all day
            threading.Lock(),
            0,
        )
        self.troubles = Path(told["troubles"])
        self.pace = told.get("pace", 1.0)

    def note(self, sample: Sample) -> None:
        """One line for each request."""
        line = json.dumps(asdict(sample))
        with self.lock:
            self.count += 1
            self.notes.write(f"{line}\n")
        if self.count >= MOST_REQUESTS:
            self.over.set()

    def trouble(self, words: str) -> None:
        """What did not go as it should."""
        with self.lock, self.troubles.open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%X')} {' | '.join(words.splitlines())}\n")

    def think(self, part: float = 1.0) -> None:
        """A moment between two acts. Raises Stopped at the end of the day."""
        drawn = random.lognormvariate(math.log(THINK_MEDIAN), THINK_SPREAD)
        self.wait(min(max(drawn * part, SHORTEST), LONGEST) * self.pace)

    def wait(self, seconds: float) -> None:
        """Let time go by. Raises Stopped at the end of the day."""
        left = self.end - time.monotonic()
        if self.over.wait(max(min(seconds, left), 0)) or seconds >= left:
            raise Stopped

    def person(self, who: dict[str, Any]) -> Person:
        """Somebody with a browser, behind the address of their unit or enterprise."""
        source = str(ipaddress.IPv4Address(FIRST_ADDRESS + who["place"]))
        browser = Browser(
            self.told["port"],
            who["email"],
            self.world["password"],
            note=self.note,
            secret=who["secret"],
            source=source,
            trusted=self.trusted,
        )
        return Person(browser, who, self.think)


def first_ones(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One or two of each kind, for the time when one person is there alone."""
    found: dict[str, list[dict[str, Any]]] = {}
    for who in sorted(people, key=lambda who: who["state"] != "draft"):
        kind = who["role"] if who["role"] != "unit_leader" else f"unit_leader {who['state']}"
        if len(found.setdefault(kind, [])) < (2 if who["role"] in ("enterprise", "unit_leader") else 1):
            found[kind].append(who)
    return [who for of_kind in found.values() for who in of_kind]


def chosen(people: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """So many of the people, each kind by its share, provinces and units in turn.

    Not those who were there alone: they have done already what is done once.
    """
    found: list[dict[str, Any]] = []
    gone = {who["email"] for who in first_ones(people)}
    for role, share in SHARES.items():
        of_role = [who for who in people if who["role"] == role and who["email"] not in gone]
        random.Random(role).shuffle(of_role)  # noqa: S311 - the same people every time
        found += of_role[: max(round(count * share / sum(SHARES.values())), 1)]
    return found


def live(day: Day, who: dict[str, Any], coming_after: float) -> None:
    """One person's day."""
    person = day.person(who)
    acts = MIX[who["role"]]
    try:
        day.wait(coming_after)
        person.browser.sign_in()
        person.home()
        while True:
            day.think()
            act = random.choices(list(acts), list(acts.values()))[0]  # noqa: S311 - no secret
            try:
                act(person)
            except Lost as fault:
                day.trouble(f"{who['email']}, {act.__name__}: {fault}")
    except Stopped:
        return
    except Lost as fault:
        day.trouble(f"{who['email']} went home: {fault}")
    except Exception:  # noqa: BLE001 - a slip of the harness must be seen, and stop nobody else
        day.trouble(traceback.format_exc())
    finally:
        person.browser.close()


def alone(day: Day) -> None:
    """One person after another, one of each kind, does everything; the first round only warms up."""
    rounds, writing = day.told["rounds"], day.note
    for who in first_ones(day.world["people"]):
        person = day.person(who)
        person.think = lambda _part: None  # alone, nobody waits
        person.browser.sign_in()
        for turn in range(rounds + 1):
            person.browser.note = writing if turn else lambda _sample: None
            for act in MIX[who["role"]]:
                if act in ONCE and turn < rounds:  # what is done once is done last
                    continue
                try:
                    act(person)
                except Lost as fault:
                    day.trouble(f"{who['role']} alone, {act.__name__}: {fault}")
        person.browser.close()


def main(file: Path) -> None:
    """Let them come, and wait until the last has gone home."""
    day = Day(json.loads(file.read_text(encoding="utf-8")))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: day.over.set())
    if day.told["rounds"]:
        return alone(day)
    threading.stack_size(STACK)
    people = chosen(day.world["people"], day.told["count"])
    gap = day.told["coming"] / len(people)
    random.Random(0).shuffle(people)  # noqa: S311 - the same order every time
    threads = [
        threading.Thread(target=live, args=[day, who, at * gap], daemon=True) for at, who in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with day.lock:
        day.notes.flush()
    return None


if __name__ == "__main__":
    print(f"only {HOST} is asked", flush=True)
    main(Path(sys.argv[1]))
