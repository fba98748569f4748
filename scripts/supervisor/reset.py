"""Empties the trial: ``make reset``. The next ``make run`` begins with fresh demo data."""

import shutil
import sys

from scripts.supervisor.complaint import Complaint, say, say_no
from scripts.supervisor.places import Places, open_places, take_lock


def main() -> int:
    """Remove database, messages, files and what is built from them; returns 1 while the portal runs."""
    try:
        places = open_places()
        with take_lock(places):
            remove(places)
    except Complaint as complaint:
        say_no(complaint)
        return 1
    say("The trial is empty; `make run` fills it again. (Đã xóa dữ liệu dùng thử.)")
    return 0


def remove(places: Places) -> None:
    """Remove everything of the trial but the lock, which is held, and the logs."""
    for folder in (places.home, places.data, places.static):
        shutil.rmtree(folder, ignore_errors=True)
    if places.sockets.is_dir():
        shutil.rmtree(places.sockets, ignore_errors=True)
    for file in ("secret-key", "static-is-of", "trial-id"):
        (places.var / file).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
