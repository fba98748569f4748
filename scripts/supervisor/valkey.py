"""The embedded Valkey: broker and cache of a trial, reachable through a private socket and nothing else."""

import socket
from dataclasses import dataclass
from pathlib import Path

from scripts.supervisor.binaries import valkey_program
from scripts.supervisor.child import Account, Child
from scripts.supervisor.places import private_folder


@dataclass(frozen=True)
class Valkey:
    """A server with its data in ``home/valkey``; not ``durable`` means nothing is written down."""

    home: Path
    sockets: Path
    log: Path
    account: Account | None = None
    durable: bool = True

    @property
    def data(self) -> Path:
        """The folder of the append-only file."""
        return self.home / "valkey"

    @property
    def socket(self) -> Path:
        """The socket's file."""
        return self.sockets / "valkey.sock"

    def url(self) -> str:
        """The address for ``REDIS_URL``."""
        return f"unix://{self.socket}"

    def child(self) -> Child:
        """The server as a process, with its folders made."""
        private_folder(self.sockets, self.account)
        private_folder(self.data, self.account)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if self.durable else "no",  # a message survives the night
            "maxmemory-policy": "noeviction",  # a message is never thrown away for room
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return Child("valkey", [valkey_program(), *options], self.log, account=self.account, grace=10.0)

    def is_ready(self) -> bool:
        """Whether the server answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False
