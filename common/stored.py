"""Files in the private store: nothing is deleted there while a row names it, or may."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.db import transaction

from common.outages import Outage, outage_of


def forget_files(rows: Iterable[Any]) -> None:
    """Delete the stored ``file`` of each row once the transaction that removes the rows has committed.

    Call it before the rows go, also before a record that carries them.
    """
    for row in rows:
        if row.file.name:
            delete = partial(row.file.storage.delete, row.file.name)
            transaction.on_commit(delete, robust=True)


def take_back(fault: BaseException, *names: str | None, storage: Storage = default_storage) -> None:
    """Delete files whose rows were refused by ``fault``; those whose rows may stand all the same are left.

    Where the database went away in the midst of keeping a row, nobody knows whether it was kept: it may have been, and its
    answer lost. Such a file is looked at an hour later (``jobs.strays``).
    """
    if not isinstance(fault, Exception) or outage_of(fault) == Outage.DATABASE:
        return
    for name in names:
        if name:
            storage.delete(name)
