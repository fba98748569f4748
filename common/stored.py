"""Files in the private store: nothing is deleted there before the rows that named it are gone for good."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction


def forget_files(rows: Iterable[Any]) -> None:
    """Delete the stored ``file`` of each row once the transaction that removes the rows has committed.

    Call it before the rows go, also before a record that carries them.
    """
    for row in rows:
        if row.file.name:
            delete = partial(row.file.storage.delete, row.file.name)
            transaction.on_commit(delete, robust=True)
