"""Which files there are: in the store, and in the rows that name them."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.backends.utils import CursorWrapper

from common.storage import BEGUN, UNFINISHED

NOT_OURS_TO_KEEP = ("seal.key", "last-backup.json")  # looked after apart; of this machine alone
PASSING = ("checks/", f"{UNFINISHED}/", f"{BEGUN}/")  # of the deep check; not files yet; notes about files


def stored_files(folder: str = "") -> Iterator[str]:
    """The names of all files of the store, folder by folder; none where the first file has yet to make it."""
    try:
        folders, names = default_storage.listdir(folder or ".")
    except FileNotFoundError:
        return
    for name in sorted(names):
        path = f"{folder}{name}"
        if path not in NOT_OURS_TO_KEEP and not path.startswith(PASSING):
            yield path
    for inner in sorted(folders):
        yield from stored_files(f"{folder}{inner}/")


def named_files(cursor: CursorWrapper) -> set[str]:
    """The files that rows name, as the cursor's transaction sees the rows."""
    found: set[str] = set()
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                quote = cursor.db.ops.quote_name
                table, column = quote(model._meta.db_table), quote(field.column)
                cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608 - names of our models
                found.update(row[0] for row in cursor.fetchall())
    return found
