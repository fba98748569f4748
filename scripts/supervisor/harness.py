"""What the harnesses share that bring a whole portal of their own: ``make faults``, ``make load``."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.supervisor.complaint import Complaint, say, say_no
from scripts.supervisor.keeper import Keeper, StopAsked
from scripts.supervisor.places import Places
from scripts.supervisor.throwaway import throwaway_places

STOPPED, COMPLAINED = 130, 2  # exit codes


def in_throwaway_places(run: Callable[[Keeper, Places], int], *, kept_as: str = "") -> int:
    """Run in folders that are gone afterwards; returns its exit code, 130 when asked to stop, 2 after a complaint.

    ``kept_as`` names a folder in which logs, notes and settings stay.
    """
    keeper = Keeper()
    keeper.listen()
    try:
        with throwaway_places() as places:
            try:
                return run(keeper, places)
            finally:
                if kept_as:
                    kept = Path(tempfile.mkdtemp(prefix=kept_as))
                    shutil.copytree(places.var, kept, dirs_exist_ok=True, ignore=_sockets)
                    say(f"  kept: {kept}")
    except StopAsked:
        return STOPPED
    except (Complaint, TimeoutError) as no:
        say_no(no if isinstance(no, Complaint) else Complaint(str(no), "Chờ quá lâu."))
        return COMPLAINED


def _sockets(folder: str, names: list[str]) -> list[str]:
    """Those of ``names`` that cannot be copied."""
    return [name for name in names if (Path(folder) / name).is_socket()]
