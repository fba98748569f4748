"""Faults that are not ours and not the person's: what the machines below us cannot do just now."""

import errno
from collections.abc import Iterator
from enum import StrEnum

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

from common.prepared import is_of_an_old_plan

# those of the library itself too: Django leaves them as they are where it closes a cursor
OF_DATABASE = (DatabaseError, InterfaceError, psycopg.Error)
BROKEN_LINES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Outage(StrEnum):
    """What is out of order, told by the exception it causes."""

    READ_ONLY = "read_only"  # the database, or the disk
    DISK_FULL = "disk_full"
    DATABASE = "database"  # it does not answer
    FILES = "files"  # the object store does not answer


# what PostgreSQL says (SQLSTATE, or its class of two signs)
SAID = {"25006": Outage.READ_ONLY, "53100": Outage.DISK_FULL}
CLASSES = {"08": Outage.DATABASE, "53": Outage.DATABASE, "57": Outage.DATABASE, "58": Outage.DATABASE}
TOLD = {  # to an operator, by a command
    Outage.READ_ONLY: "What the portal writes to can only be read",
    Outage.DISK_FULL: "There is no room left",
    Outage.DATABASE: "The database does not answer",
    Outage.FILES: "The store of files does not answer, or refuses",
}
OWN_FAULTS = {"57014"}  # a statement that ran too long or was called off is no outage


def outage_of(fault: BaseException | None) -> Outage | None:
    """Which outage lies behind ``fault``, however deep; None for a fault of our own."""
    for link in _chain(fault):
        found = _of_database(link) if isinstance(link, OF_DATABASE) else _of_files(link)
        if found is not None:
            return found
    return None


def is_of_database(fault: BaseException) -> bool:
    """Whether the database was gone, or only let itself be read: what was begun can be done again when it is well."""
    found = outage_of(fault)
    only_reads = found == Outage.READ_ONLY and any(isinstance(link, OF_DATABASE) for link in _chain(fault))
    return found == Outage.DATABASE or only_reads


def told(fault: BaseException) -> str | None:
    """The outage behind ``fault`` in one line for whoever called a command; None for a fault of our own."""
    found = outage_of(fault)
    return None if found is None else f"{TOLD[found]}: {' '.join(str(fault).split())}"


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault, what caused it, what caused that; each once."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _of_database(fault: BaseException) -> Outage | None:
    """By what the server said; a line that broke says nothing at all."""
    said = fault if isinstance(fault, psycopg.Error) else fault.__cause__
    state = getattr(said, "sqlstate", None) or ""
    if state in OWN_FAULTS:
        return None
    if is_of_an_old_plan(said):
        return Outage.DATABASE
    if not state:
        return Outage.DATABASE if isinstance(fault, BROKEN_LINES) else None
    return SAID.get(state) or CLASSES.get(state[:2])


def _of_files(fault: BaseException) -> Outage | None:
    """By the library an object store's errors come from (some count as the system's, too), or the system's number of an error."""
    if type(fault).__module__.startswith(("botocore.", "s3transfer.")):
        return Outage.FILES
    if not isinstance(fault, OSError):
        return None
    if fault.errno in NO_ROOM:
        return Outage.DISK_FULL
    return Outage.READ_ONLY if fault.errno == errno.EROFS else None
