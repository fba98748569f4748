"""One process of the portal: it starts apart from the terminal and never outlives its keeper."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """Ask the kernel to send this process ``death_signal`` when ``parent`` ends, however it ends."""
    if death_signal != signal.SIGKILL:  # which nobody can ignore
        signal.signal(death_signal, signal.SIG_DFL)  # a shell's background job would hand it on as ignored
    LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal))
    if os.getppid() != parent:  # it ended before the kernel could be asked
        os.kill(os.getpid(), signal.SIGKILL)


def tied_to_this_process(death_signal: signal.Signals) -> Callable[[], None]:
    """What a new process runs before its program starts, so that it ends with this one."""
    parent = os.getpid()
    return lambda: end_with_parent(death_signal, parent)


@dataclass(frozen=True)
class Account:
    """The user a server runs as, because PostgreSQL refuses to run as root."""

    uid: int
    gid: int


@dataclass
class Child:
    """A program with its log, the signal that ends it in order, and the one it gets if the keeper is killed."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    grace: float = 8.0  # seconds between the polite signal and the one that cannot be refused
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0

    def start(self) -> None:
        """Start the program in a session of its own: Ctrl-C in the terminal reaches only the keeper."""
        account = self.account
        as_user = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tied_to_this_process(self.death_signal),  # noqa: PLW1509 - the keeper has one thread
                **as_user,  # type: ignore[call-overload] # three keywords of one call
            )
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self.process.pid if self.process else 0

    def exit_code(self) -> int | None:
        """How the program ended; ``None`` while it runs or before it was started."""
        return self.process.poll() if self.process else None

    def is_running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the polite signal, if there is anyone to hear it."""
        if self.process and self.is_running():
            self.process.send_signal(self.stop_signal)

    def wait_or_kill(self) -> None:
        """Wait for the end; after the grace the whole group is killed. Nothing of the group stays."""
        if not self.process:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        """Kill what is left of the program and of the processes it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
