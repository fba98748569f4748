"""The trial: ``make run`` or ``./scripts/run``; everything the portal needs, until Ctrl-C."""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator

from scripts.supervisor import portal
from scripts.supervisor.child import end_with_parent
from scripts.supervisor.complaint import Complaint, say, say_no
from scripts.supervisor.keeper import Keeper, StopAsked
from scripts.supervisor.places import Places, open_places, sign_lock, take_lock
from scripts.supervisor.prepare import accounts_file, prepare
from scripts.supervisor.servers import embedded_servers

PATIENCE = 90.0  # seconds until the web server has to answer
LARGEST_LOG_BYTES = 5 * 1024 * 1024


def main() -> int:
    """Run the portal; returns 0 after an orderly end, 1 after a complaint."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--end-with-parent", action="store_true", help="end when the calling program is killed"
    )
    if options.parse_args().end_with_parent:
        end_with_parent(signal.SIGTERM, os.getppid())
    keeper = Keeper()
    keeper.listen()
    try:
        run(keeper)
    except StopAsked:
        say("Everything has ended in order. (Đã dừng tất cả.)")
        return 0
    except Complaint as complaint:
        say_no(complaint)
        return 1
    return 0


def run(keeper: Keeper) -> None:
    """Start everything and look after it until ``StopAsked`` or ``Complaint``."""
    begun = time.monotonic()
    port = portal.wanted_port()
    places = open_places()
    with take_lock(places) as lock:
        portal.require_free_port(port)
        sign_lock(lock, f"pid {os.getpid()}, http://{portal.HOST}:{port}/")
        shorten_logs(places)
        env = portal.environment(places, port)
        with database_servers(keeper, places) as (addresses, embedded):
            env |= addresses
            demo = embedded or os.environ.get("PORTAL_DEMO") == "1"
            prepare(keeper, places, env, embedded=embedded, demo=demo)
            processes = portal.children(places, env)
            with keeper.ending_with(processes):
                slow = Complaint(
                    f"The web server did not answer within {PATIENCE:.0f} seconds. Its last words:",
                    f"Máy chủ web không trả lời sau {PATIENCE:.0f} giây. Nhật ký gần nhất:",
                    processes[0].log,
                )
                keeper.wait_until(lambda: portal.answers(port), within=PATIENCE, complaint=slow)
                announce(places, port, time.monotonic() - begun, embedded=embedded, demo=demo)
                keeper.keep()


@contextlib.contextmanager
def database_servers(keeper: Keeper, places: Places) -> Iterator[tuple[dict[str, str], bool]]:
    """The servers of the environment, or else embedded ones; yields their addresses and which it was."""
    own = {name for name in ("DATABASE_URL", "REDIS_URL") if {name, f"{name}_FILE"} & set(os.environ)}
    if len(own) == 1:
        raise Complaint(
            "Give both DATABASE_URL and REDIS_URL, or neither.",
            "Hãy khai báo cả DATABASE_URL và REDIS_URL, hoặc không khai báo biến nào.",
        )
    if own:
        yield {}, False
        return
    say("Starting the embedded PostgreSQL and Valkey (khởi động cơ sở dữ liệu) …")
    with embedded_servers(keeper, places) as addresses:
        yield addresses, True


def shorten_logs(places: Places) -> None:
    """Put a log that has grown large aside; one such older part is kept."""
    for log in places.logs.glob("*.log"):
        if log.stat().st_size > LARGEST_LOG_BYTES:
            log.rename(log.with_suffix(".log.1"))


def announce(places: Places, port: int, seconds: float, *, embedded: bool, demo: bool) -> None:
    """Say where the portal is and who can sign in."""
    say("", f"The portal is ready (cổng đã sẵn sàng): http://{portal.HOST}:{port}/   [{seconds:.1f} s]", "")
    if demo and accounts_file(places).exists():
        say(accounts_file(places).read_text(encoding="utf-8").rstrip(), "")
    if not demo:
        say("Your own database was left without demo data; PORTAL_DEMO=1 make run loads them.", "")
    if embedded:
        say(
            "The embedded PostgreSQL is for trial and development only; see docs/operations.md for a real one."
        )
    say(f"Logs: {places.logs}. Ctrl-C ends everything (nhấn Ctrl-C để dừng).")


if __name__ == "__main__":
    sys.exit(main())
