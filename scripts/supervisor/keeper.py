"""Starts processes, starts again what dies, and ends everything in order."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType

from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint, say

MOST_RESTARTS = 5
SETTLED_AFTER = 30.0  # seconds: who ran this long has not failed at once, and counts from one again
BACK_OFF = 0.5  # seconds, times the number of failures in a row
PULSE = 0.05  # seconds between two looks


class StopAsked(Exception):
    """The person at the terminal, or the service manager, wants everything to end."""


def wait_until(
    is_so: Callable[[], bool], *, within: float, look_after: Callable[[], None], no: Exception
) -> None:
    """Look after everything until something is so. Raises ``no`` after ``within`` seconds."""
    deadline = time.monotonic() + within
    while not is_so():
        look_after()
        if time.monotonic() > deadline:
            raise no
        time.sleep(PULSE)


class Keeper:
    """Holds the running children in the order of their start."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.failures: dict[str, int] = {}
        self.start_again_at: dict[str, float] = {}
        self.stops_asked = 0

    def listen(self) -> None:
        """From now on Ctrl-C and its kin are noted, not obeyed in the middle of a step."""
        signal.signal(signal.SIGINT, self.note_stop)
        signal.signal(signal.SIGTERM, self.note_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup the terminal may go away
            signal.signal(signal.SIGHUP, self.note_stop)

    def note_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Note that an end was asked for; asked for twice, nobody is waited for any more."""
        self.stops_asked += 1
        if self.stops_asked > 1:
            for child in self.children:
                child.kill_group()

    def start(self, child: Child) -> None:
        """Start a child and keep it running from now on."""
        self.children.append(child)
        child.start()

    def look_after(self) -> None:
        """Look once at every child and start again who ended.

        Raises ``StopAsked`` when an end was asked for, ``Complaint`` when a child ended too often.
        """
        if self.stops_asked:
            raise StopAsked
        for child in self.children:
            if child.name in self.start_again_at:
                if time.monotonic() >= self.start_again_at[child.name]:
                    del self.start_again_at[child.name]
                    child.start()
            elif child.exit_code() is not None:
                self.plan_restart(child)

    def plan_restart(self, child: Child) -> None:
        """Note when a child that ended starts again; complain when that has been tried often enough."""
        settled = time.monotonic() - child.started_at > SETTLED_AFTER
        failures = 1 if settled else self.failures.get(child.name, 0) + 1
        self.failures[child.name] = failures
        child.kill_group()  # helpers of the dead would hold the port or the data
        if failures > MOST_RESTARTS:
            raise Complaint(
                f"{child.name} ended {failures} times in a row; giving up. Its last words:",
                f"{child.name} đã dừng {failures} lần liên tiếp nên không khởi động lại nữa. Nhật ký gần nhất:",
                child.log,
            )
        say(f"  {child.name} ended ({child.exit_code()}); starting it again ({failures} of {MOST_RESTARTS})")
        self.start_again_at[child.name] = time.monotonic() + BACK_OFF * failures

    def wait_until(self, is_so: Callable[[], bool], *, within: float, complaint: Complaint) -> None:
        """Look after everyone until something is so; raises the complaint after ``within`` seconds."""
        wait_until(is_so, within=within, look_after=self.look_after, no=complaint)

    def run_to_end(self, step: Child) -> int:
        """Run a step to its end while looking after the others; returns its exit code."""
        step.start()
        try:
            while step.is_running():
                self.look_after()
                time.sleep(PULSE)
        finally:
            step.kill_group()
        return step.exit_code() or 0

    def keep(self) -> None:
        """Look after everyone until ``StopAsked`` or ``Complaint``."""
        while True:
            self.look_after()
            time.sleep(PULSE * 4)

    def stop(self, children: list[Child]) -> None:
        """End these children together and wait for the last of them."""
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_or_kill()
            if child in self.children:
                self.children.remove(child)

    @contextlib.contextmanager
    def ending_with(self, children: list[Child]) -> Iterator[None]:
        """Start these children; at the end of the block, however it ends, they end together."""
        try:
            for child in children:
                self.start(child)
            yield
        finally:
            self.stop(list(children))
