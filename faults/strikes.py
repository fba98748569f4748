"""What each kind of fault does to the servers, and how it ends where it lasts."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg

from faults import relay
from faults.servers import Servers, kill, words
from scripts.supervisor.postgres import OWNER, PORT

SHORT, LONG = 1.0, 3.0  # seconds a state lasts, by chance between the two
HOUR, DAY = 3600, 86_400


class Strikes:
    """Does the faults of a plan to ``servers``; those that last end by themselves, when somebody looks after them."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.ends: dict[str, tuple[float, Callable[[], bool]]] = {}  # when, and what ends it

    def strike(self, kind: str, chance: float) -> bool:
        """Do the fault; False when its victim is not there at the moment, or is in that state already."""
        servers = self.servers
        strikes: dict[str, Callable[[float], bool]] = {
            "celery child": lambda chance: self._kill_below("worker", chance),
            "web worker": lambda chance: self._kill_below("web", chance),
            "database line": lambda chance: self._kill_below("postgres", chance),
            "valkey": lambda _chance: self._kill_all("valkey"),
            "valkey, forgetting": lambda _chance: self._forget(),
            "postgres": lambda _chance: self._kill_all("postgres"),
            "celery": lambda _chance: servers.kill_one("worker"),
            "beat": lambda _chance: servers.kill_one("beat"),
            "gunicorn": lambda _chance: servers.kill_one("web"),
            "mail server": lambda chance: servers.kill_one("faults.sink", away=SHORT + LONG * chance),
            "cut lines": lambda chance: self._tell({"cut": relay.WAYS[int(chance * len(relay.WAYS))]}),
            "lost answers": self._lose_answers,
            "torn requests": lambda chance: self._change_weather(
                chance, tear_after=int(500 + 60_000 * chance)
            ),
            "slow network": lambda chance: self._change_weather(
                chance, delay=0.02 + 0.15 * chance, rate=100_000
            ),
            "disk full": self._fill_disk,
            "read-only database": self._forbid_writing,
            "clock": self._set_clock,
        }
        return strikes[kind](chance)

    def look_after(self) -> None:
        """End what has lasted long enough; what cannot be ended yet is tried again."""
        now = time.monotonic()
        for kind, (when, end) in list(self.ends.items()):
            if now >= when:
                if end():
                    del self.ends[kind]
                else:
                    self.ends[kind] = (now + 0.3, end)

    def _lasts(self, kind: str, chance: float, end: Callable[[], bool]) -> bool:
        self.ends[kind] = (time.monotonic() + SHORT + (LONG - SHORT) * chance, end)
        return True

    def _kill_below(self, name: str, chance: float) -> bool:
        """One of the processes a service started; of the database one that serves the portal."""
        below = self.servers.below(name)
        if name == "postgres":
            below = [pid for pid in below if "postgres: portal portal" in words(pid)]
        return bool(below) and kill(below[int(chance * len(below))])

    def _kill_all(self, name: str) -> bool:
        """Every process of a service at once, as a power cut would."""
        below = self.servers.below(name)
        if not self.servers.kill_one(name):
            return False
        for pid in below:
            kill(pid)
        return True

    def _forget(self) -> bool:
        """The broker dies with everything it knew."""
        if not self._kill_all("valkey"):
            return False
        for file in sorted(self.servers.valkey.data.rglob("*"), reverse=True):
            with suppress(OSError):
                file.rmdir() if file.is_dir() else file.unlink()
        return True

    def _tell(self, told: dict) -> bool:
        return relay.tell(self.servers.folder, told)

    def _change_weather(self, chance: float, **weather: object) -> bool:
        return self._tell({"weather": weather, "seconds": SHORT + (LONG - SHORT) * chance})

    def _lose_answers(self, chance: float) -> bool:
        """Requests arrive and are done; their answers do not come, and in the end the lines break."""
        way = relay.WAYS[int(chance * 1000) % len(relay.WAYS)]
        return self._tell({"weather": {"deaf": way}, "seconds": 0.2 + chance})

    def _fill_disk(self, chance: float) -> bool:
        """The disk of the files is full; that of the database is another one."""
        if self.servers.disk_full.exists():
            return False
        self.servers.disk_full.touch()
        return self._lasts("disk full", chance, self._make_room)

    def _make_room(self) -> bool:
        self.servers.disk_full.unlink(missing_ok=True)
        return True

    def _forbid_writing(self, chance: float) -> bool:
        is_new = "read-only database" not in self.ends
        return (
            is_new
            and self._order("alter system set default_transaction_read_only = on")
            and self._lasts("read-only database", chance, self._allow_writing)
        )

    def _allow_writing(self) -> bool:
        return self._order("alter system reset default_transaction_read_only")

    def _order(self, sql: str) -> bool:
        """Change a setting of the database; False when it is not there."""
        where = f"host={self.servers.places.sockets} port={PORT} user={OWNER} dbname={OWNER}"
        with suppress(psycopg.Error), psycopg.connect(where, connect_timeout=2, autocommit=True) as line:
            line.execute(sql)
            line.execute("select pg_reload_conf()")
            return True
        return False

    def _set_clock(self, chance: float) -> bool:
        """The clocks of the portal's processes go wrong, and are set right a moment later; that of the database stands right."""
        if "clock" in self.ends:
            return False
        leaps = (HOUR, -HOUR, DAY, -DAY, seconds_to_next_year())
        self._put_clock(leaps[int(chance * len(leaps))])
        return self._lasts("clock", chance, lambda: self._put_clock(0))

    def _put_clock(self, ahead: float) -> bool:
        apart = self.servers.clock.with_suffix(".new")
        apart.write_text(str(ahead), encoding="ascii")
        apart.replace(self.servers.clock)
        return True


def seconds_to_next_year() -> float:
    """Until this hour of the second of January, so that it is as bright as now."""
    today = dt.datetime.now(dt.UTC).date()
    return float((dt.date(today.year + 1, 1, 2) - today).total_seconds())
