"""What a line of the journal is told by: the columns, and the fingerprint over them."""

from collections.abc import Iterable, Iterator

from django.db import connection

from journal.models.seal import Sealed

TABLES = {Sealed.ENTRY: "journal_entry", Sealed.CHANGE: "journal_change", Sealed.READING: "journal_reading"}
COLUMNS = {
    Sealed.ENTRY: "record_type, record_id, by_id, action, state_before, state_after, note, facts",
    Sealed.CHANGE: "record_type, record_id, operation, fields, actor_id",
    Sealed.READING: "record_type, record_id, by_id, is_own, place",
}
# one way to write a line down, whatever the session's time zone; said here and not in the database, where its
# owner could change it
FINGERPRINT = (
    "sha256(convert_to(jsonb_build_array(id, txid, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),"
    " request, salt, {columns})::text, 'UTF8'))"
)
# transactions under way in this database; those of other databases on the server hold nothing back
OLDEST_UNDER_WAY = """
    WITH seen AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot),
    elsewhere AS MATERIALIZED (
        SELECT held.transactionid FROM pg_locks held JOIN pg_stat_activity USING (pid), seen
        WHERE held.locktype = 'transactionid' AND held.granted AND held.mode = 'ExclusiveLock'
        AND datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
    )
    SELECT least(
        (SELECT min(under_way::text::bigint) FROM pg_snapshot_xip(snapshot) AS under_way
         WHERE under_way::xid NOT IN (SELECT transactionid FROM elsewhere)),
        pg_current_xact_id_if_assigned()::text::bigint,  -- our own is not in the snapshot
        pg_snapshot_xmax(snapshot)::text::bigint) FROM seen
"""


def fingerprint_of(kind: str) -> str:
    """The SQL expression of the fingerprint of a line."""
    return FINGERPRINT.format(columns=COLUMNS[Sealed(kind)])


def fingerprints(kind: str, ids: Iterable[int]) -> dict[int, bytes]:
    """The fingerprints the lines with these numbers have now; lines that are gone are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {fingerprint_of(kind)} FROM {TABLES[Sealed(kind)]} WHERE id = ANY(%s)",  # noqa: S608 - our own names
            [list(ids)],
        )
        return {pk: bytes(digest) for pk, digest in cursor.fetchall()}


def unsealed(
    kind: str, *, floor: int, from_txid: int, before_txid: int, at_once: int
) -> Iterator[list[tuple[int, bytes]]]:
    """Lines of the transactions ``from_txid`` to before ``before_txid``, by number, in pieces of ``at_once``.

    Lines up to the number ``floor`` were sealed without asking for their transactions.
    """
    last = floor
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {fingerprint_of(kind)} FROM {TABLES[Sealed(kind)]}"  # noqa: S608 - our own names
                " WHERE id > %s AND txid >= %s AND txid < %s ORDER BY id LIMIT %s",
                [last, from_txid, before_txid, at_once],
            )
            piece = [(pk, bytes(digest)) for pk, digest in cursor.fetchall()]
        if piece:
            yield piece
        if len(piece) < at_once:
            return
        last = piece[-1][0]


def never_sealed(kind: str) -> list[int]:
    """The numbers of all lines no seal covers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line.id FROM {TABLES[Sealed(kind)]} AS line WHERE NOT EXISTS"  # noqa: S608 - our own names
            " (SELECT 1 FROM (SELECT unnest(ids) AS id FROM journal_seal WHERE kind = %s) AS sealed"
            " WHERE sealed.id = line.id) ORDER BY line.id",
            [str(kind)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def oldest_under_way() -> int:
    """Every transaction of this database older than this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_UNDER_WAY)
        return int(cursor.fetchone()[0])


def server_name() -> str:
    """The database server: a copy restored on another one counts its transactions anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return str(cursor.fetchone()[0])
