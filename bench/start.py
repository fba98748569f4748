"""How long ``make run`` takes in a fresh clone, and the second time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.table import table, times

ROOT = Path(__file__).resolve().parents[1]
READY = "The portal is ready"
SERVERS = ("DATABASE_URL", "REDIS_URL")


def starts() -> str:
    """Seconds until the portal answers: nothing but the clone there, and everything there."""
    git = shutil.which("git") or "git"
    with tempfile.TemporaryDirectory(prefix="portal-start-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run([git, "clone", "-q", str(ROOT), str(clone)], check=True)  # noqa: S603 - our own repository
        try:
            first, warm = until_ready(clone), until_ready(clone)
            floor = bare_start(clone)
        finally:
            subprocess.run([clone / "scripts" / "reset"], check=False, capture_output=True)  # noqa: S603 - our own script
    return table(
        "Start",
        ("make run", "× floor", "s"),
        [
            ("first, in a fresh clone", times(first / floor), f"{first:.1f}"),
            ("again, the data there", times(warm / floor), f"{warm:.1f}"),
        ],
        (
            f"floor: one `manage.py check`, {floor:.1f} s: Python, Django and the portal's modules, and nothing done.",
            "The installer's cache is taken as it is; a first start without it adds the download.",
        ),
    )


def until_ready(clone: Path) -> float:
    """Seconds of ``make run`` until it says that the portal answers; it is ended in order afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.monotonic()
    run = subprocess.Popen(  # noqa: S603 - our own script
        [clone / "scripts" / "run", "--end-with-parent"],
        env=environment() | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    heard = []
    try:
        for line in run.stdout or ():
            heard.append(line)
            if READY in line:
                return time.monotonic() - begun
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
    raise RuntimeError("The portal did not start:\n" + "".join(heard))


def bare_start(clone: Path) -> float:
    """Seconds in which Python loads the portal and does nothing with it."""
    begun = time.monotonic()
    command = [clone / ".venv" / "bin" / "python", "manage.py", "check"]
    env = environment() | {"PORTAL_DEBUG": "1"}
    subprocess.run(command, cwd=clone, env=env, check=True, capture_output=True)  # noqa: S603 - our own script
    return time.monotonic() - begun


def environment() -> dict[str, str]:
    """The person's environment without what was set up for measuring: the clone brings its own servers."""
    mine = Path(sys.executable).parent
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in SERVERS and not name.startswith("PORTAL_")
    }
    path = [part for part in kept.get("PATH", os.defpath).split(os.pathsep) if Path(part) != mine]
    return kept | {"PATH": os.pathsep.join(path)}
