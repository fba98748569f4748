"""Where a clone keeps its trial: everything below ``var``, except what root must hand to another user.

PostgreSQL refuses to run as root. Started by root, the embedded servers run as ``nobody``, who may not be
able to reach the clone at all (think of ``/root``); their data then live below ``ROOT_HOMES``, in a folder
named by a token in ``var``, so that a clone deleted and made again starts empty.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scripts.supervisor.child import Account
from scripts.supervisor.complaint import Complaint

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT_HOMES = Path("/var/lib/productivity-portal-trial")
LEAST_FREE_BYTES = 300 * 1024 * 1024
LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes for the whole address of a socket
PRIVATE = 0o700


@dataclass(frozen=True)
class Places:
    """The folders of one trial."""

    var: Path
    home: Path  # of the embedded servers
    account: Account | None  # who runs them, where root may not

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.var / "log"

    @property
    def state(self) -> Path:
        """What was done already; goes away together with the data it speaks of."""
        return self.home / "state"

    @property
    def data(self) -> Path:
        """Private files: uploads and generated documents."""
        return self.var / "data"

    @property
    def static(self) -> Path:
        """Collected static files."""
        return self.var / "static"

    @property
    def sockets(self) -> Path:
        """A private folder with an address short enough for a socket."""
        near = self.home / "sockets"
        if len(str(near).encode()) <= LONGEST_SOCKET_FOLDER:
            return near
        digest = hashlib.sha256(str(near).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{digest}"


def servers_account() -> Account | None:
    """Who runs the embedded servers: ``nobody`` where we are root, else ourselves (``None``)."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def open_places(repository: Path = REPOSITORY) -> Places:
    """The folders of this clone, made where missing; complains if they cannot be written or the disk is full."""
    var = repository / "var"
    try:
        for folder in (var, var / "log"):
            folder.mkdir(exist_ok=True)
        account = servers_account()
        home = root_home(var) if account else var / "embedded"
        places = Places(var, home, account)
        for folder in (places.home, places.state, places.data):
            folder.mkdir(exist_ok=True, parents=True)
        (var / "log" / ".writable").write_text("", encoding="utf-8")
    except OSError as problem:
        raise Complaint(
            f"Cannot write below {var}: {problem.strerror}. Is the folder yours, and is there space on the disk?",
            f"Không ghi được vào {var}. Hãy kiểm tra quyền của thư mục và dung lượng đĩa.",
        ) from problem
    require_space(var)
    require_space(home)
    return places


def require_space(folder: Path) -> None:
    """Complain while there is still room for an orderly end."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Complaint(
            f"Only {free // 2**20} MB are free on the disk of {folder}; the portal needs {LEAST_FREE_BYTES // 2**20} MB.",
            f"Đĩa chứa {folder} chỉ còn {free // 2**20} MB; cần ít nhất {LEAST_FREE_BYTES // 2**20} MB.",
        )


def root_home(var: Path) -> Path:
    """The servers' folder of this clone outside the clone; folders of clones that are gone are removed."""
    token = var / "trial-id"
    if not token.exists():
        token.write_text(secrets.token_hex(6), encoding="ascii")
    ROOT_HOMES.mkdir(parents=True, exist_ok=True)
    ROOT_HOMES.chmod(0o755)
    home = ROOT_HOMES / token.read_text(encoding="ascii").strip()
    home.mkdir(exist_ok=True)
    (home / "clone").write_text(str(var), encoding="utf-8")
    for note in ROOT_HOMES.glob("*/clone"):
        its_token = Path(note.read_text(encoding="utf-8")) / "trial-id"
        if not its_token.exists() or its_token.read_text(encoding="ascii").strip() != note.parent.name:
            shutil.rmtree(note.parent, ignore_errors=True)
    return home


def private_folder(folder: Path, account: Account | None) -> Path:
    """A folder only its owner can enter; complains if somebody else made it before us."""
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=PRIVATE, parents=True)
        if account:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) & 0o077:
        raise Complaint(
            f"{folder} belongs to somebody else or is open to others; remove it and start again.",
            f"{folder} thuộc về người khác hoặc đang mở cho người khác; hãy xóa rồi chạy lại.",
        )
    return folder


def take_lock(places: Places) -> IO[str]:
    """Hold the one right to run this clone for as long as the returned file is open.

    The kernel lets go of it when the process ends, so a killed run leaves nothing to clean up.
    """
    lock = (places.var / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        who = lock.read().strip() or "?"
        lock.close()
        raise Complaint(
            f"The portal of this folder is already running ({who}). End that one first (Ctrl-C in its terminal).",
            f"Cổng của thư mục này đang chạy ({who}). Hãy dừng tiến trình đó trước (Ctrl-C).",
        ) from None
    return lock


def sign_lock(lock: IO[str], words: str) -> None:
    """Leave word for whoever finds the lock taken."""
    lock.seek(0)
    lock.truncate()
    lock.write(words)
    lock.flush()
