"""The embedded PostgreSQL: for trial and development only, reachable through a private socket and nothing else."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.supervisor.binaries import postgres_folder
from scripts.supervisor.child import Account, Child
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import REPOSITORY, private_folder

OWNER = "portal"
PORT = 5432  # only part of the socket's name
INITDB = (
    "--username=portal",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=trust",  # whoever can enter the private folder of the socket
    "--data-checksums",
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1s",
}
# of a deployment's settings those by which a plan is chosen: what is tried and measured here is done as it is there
CHOOSING = ("random_page_cost", "effective_cache_size", "work_mem", "jit")
# and no statistics by itself: tests live in transactions that are never committed, so it would count empty tables
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def deployed() -> dict[str, str]:
    """What ``deploy/postgresql.conf`` says."""
    lines = (REPOSITORY / "deploy" / "postgresql.conf").read_text(encoding="utf-8").splitlines()
    told = (line.partition("#")[0].partition("=") for line in lines)
    return {name.strip(): value.strip().strip("'") for name, equals, value in told if equals}


@dataclass(frozen=True)
class Postgres:
    """A server with its data in ``home/postgres``; not ``durable`` means quick and lost with the machine."""

    home: Path
    sockets: Path
    log: Path
    account: Account | None = None
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)  # beside those of every server here

    @property
    def data(self) -> Path:
        """The data directory; only the server's user can enter it."""
        return self.home / "postgres"

    def url(self, database: str = OWNER) -> str:
        """The address for ``DATABASE_URL``."""
        return f"postgres://{OWNER}@:{PORT}/{self.sockets}/{database}"

    def make_data(self) -> bool:
        """Make the data directory where there is none; returns whether it is new.

        A first start cut short leaves only an unfinished directory beside it, which is made again.
        Raises ``Complaint`` for a directory that is not PostgreSQL's or of another version.
        """
        private_folder(self.sockets, self.account)
        version = self.data / "PG_VERSION"
        if self.data.exists():
            if not version.exists():
                raise self.broken("PG_VERSION")
            ours = self.program("postgres", "--version").stdout.split()[-1].split(".")[0]
            if version.read_text(encoding="ascii").strip() != ours:
                raise self.broken(f"PostgreSQL {version.read_text(encoding='ascii').strip()} ≠ {ours}")
            return False
        unfinished = self.data.with_name("postgres.unfinished")
        subprocess.run(["rm", "-rf", unfinished], check=True)
        private_folder(unfinished, self.account)
        made = self.program("initdb", "-D", unfinished, *INITDB, *([] if self.durable else ["--no-sync"]))
        if made.returncode:
            self.log.write_text(made.stdout + made.stderr, encoding="utf-8")
            raise Complaint(
                "PostgreSQL could not make its data.", "PostgreSQL không tạo được dữ liệu.", self.log
            )
        unfinished.rename(self.data)
        return True

    def broken(self, what: str) -> Complaint:
        """What to say about data this server cannot use."""
        return Complaint(
            f"The data in {self.data} cannot be used ({what}). `make reset` empties the trial and starts anew.",
            f"Dữ liệu trong {self.data} không dùng được ({what}). Lệnh `make reset` xóa dữ liệu dùng thử để làm lại.",
        )

    def child(self) -> Child:
        """The server as a process; its interrupt is PostgreSQL's "fast" stop."""
        choosing = {name: value for name, value in deployed().items() if name in CHOOSING}
        settings = {
            **choosing,
            **self.settings,
            **SETTINGS,
            "unix_socket_directories": str(self.sockets),
            **({} if self.durable else FORGETFUL),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name="postgres",
            command=[postgres_folder() / "postgres", "-D", self.data, "-p", str(PORT), *options],
            log=self.log,
            env=clean_environment(),
            account=self.account,
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            grace=20.0,
        )

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return self.program("pg_isready", "-q", "-d", "postgres", *self.door()).returncode == 0

    def make_database(self, name: str = OWNER) -> None:
        """Make the portal's database where there is none."""
        known = self.program(
            "psql", "-d", "postgres", "-Atc", "select datname from pg_database", *self.door()
        )
        if name not in known.stdout.split():
            made = self.program("createdb", *self.door(), name)
            if made.returncode:
                raise Complaint(made.stderr.strip(), "Không tạo được cơ sở dữ liệu.", self.log)

    def door(self) -> list[str]:
        """How PostgreSQL's own programs find this server."""
        return ["-h", str(self.sockets), "-p", str(PORT), "-U", OWNER]

    def program(self, name: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run one of PostgreSQL's programs as the server's user."""
        as_user = (
            {"user": self.account.uid, "group": self.account.gid, "extra_groups": []} if self.account else {}
        )
        return subprocess.run(  # type: ignore[call-overload] # three keywords of one call
            [str(postgres_folder() / name), *map(str, arguments)],
            env=clean_environment(),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # Ctrl-C is the keeper's business
            **as_user,
        )


def clean_environment() -> dict[str, str]:
    """What PostgreSQL needs to know; ``PG*`` variables of the person would lead it elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
