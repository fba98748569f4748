"""The two embedded servers together."""

import contextlib
from collections.abc import Iterator

from scripts.supervisor.binaries import postgres_folder
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.keeper import Keeper
from scripts.supervisor.places import Places
from scripts.supervisor.postgres import Postgres
from scripts.supervisor.valkey import Valkey

PATIENCE = 60.0  # seconds; recovering after a power cut takes a while


@contextlib.contextmanager
def embedded_servers(keeper: Keeper, places: Places, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Run PostgreSQL and Valkey for the length of the block; yields their addresses as environment."""
    postgres = Postgres(places.home, places.sockets, places.logs / "postgres.log", places.account, durable)
    valkey = Valkey(places.home, places.sockets, places.logs / "valkey.log", places.account, durable)
    if postgres.make_data():  # what was done to the data of before is not done to these
        for stamp in places.state.glob("*"):
            stamp.unlink()
    with keeper.ending_with([valkey.child(), postgres.child()]):
        for server in (valkey, postgres):
            slow = Complaint(
                f"A server did not answer within {PATIENCE:.0f} seconds.",
                f"Máy chủ dữ liệu không trả lời sau {PATIENCE:.0f} giây.",
                server.log,
            )
            keeper.wait_until(server.is_ready, within=PATIENCE, complaint=slow)
        postgres.make_database()
        programs = str(postgres_folder())  # backup and restore need them
        yield {"DATABASE_URL": postgres.url(), "REDIS_URL": valkey.url(), "PORTAL_PG_BIN": programs}
