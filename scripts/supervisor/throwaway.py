"""Runs one command with servers of its own that are gone afterwards: ``make test``, ``make bench``.

    python -m scripts.supervisor.throwaway python -m pytest tests/jobs

Servers given in ``DATABASE_URL`` and ``REDIS_URL`` are used instead; pytest makes its own database there.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from scripts.supervisor.child import tied_to_this_process
from scripts.supervisor.complaint import Complaint, say_no
from scripts.supervisor.keeper import Keeper, StopAsked
from scripts.supervisor.places import REPOSITORY, Places, require_space, servers_account
from scripts.supervisor.servers import embedded_servers

PREFIX = "portal-throwaway-"
ENTERED_BY_ALL = 0o711  # root makes the folder, the servers' user has to get through
COMPLAINT_CODE = 2


def main(command: list[str]) -> int:
    """Run the command; returns its exit code, 128 + signal if one ended it, or 2 after a complaint."""
    keeper = Keeper()
    keeper.listen()
    try:
        with throwaway_places() as places, contextlib.ExitStack() as stack:
            addresses = {}
            if not ("DATABASE_URL" in os.environ and "REDIS_URL" in os.environ):
                addresses = stack.enter_context(embedded_servers(keeper, places, durable=False))
            return run(command, environment(places) | addresses)
    except StopAsked:
        return 128 + signal.SIGINT
    except Complaint as complaint:
        say_no(complaint)
        return COMPLAINT_CODE


def environment(places: Places) -> dict[str, str]:
    """The settings of a test; what the person set before wins, except where files go."""
    ours = {"PORTAL_DEBUG": "1", "PORTAL_SECRET_KEY": "development-only"}
    return ours | os.environ | {"PORTAL_DATA_DIR": str(places.data), "PORTAL_STATIC_ROOT": str(places.static)}


@contextlib.contextmanager
def throwaway_places() -> Iterator[Places]:
    """Folders for one run; those of runs that were killed are removed on the way."""
    require_space(Path(tempfile.gettempdir()))
    remove_forgotten()
    base = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with (base / "lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            base.chmod(ENTERED_BY_ALL)
            places = Places(base / "var", base / "servers", servers_account())
            for folder in (places.logs, places.data, places.state):
                folder.mkdir(parents=True)
            yield places
    finally:
        shutil.rmtree(base, ignore_errors=True)


def remove_forgotten() -> None:
    """Remove the folders of our killed runs: those whose lock nobody holds any more."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        with contextlib.suppress(OSError), lock.open("r+", encoding="ascii") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)


def run(command: list[str], env: dict[str, str]) -> int:
    """Run the command in the terminal's own group, so Ctrl-C reaches it.

    Every other wish to end becomes an interrupt too: pytest takes down its fixtures only then.
    """
    process = subprocess.Popen(
        command,
        env=env,
        cwd=REPOSITORY,
        preexec_fn=tied_to_this_process(signal.SIGINT),  # noqa: PLW1509 - there is one thread
    )

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        process.send_signal(signal.SIGINT)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
