"""The private store in an object store: each file noted before it is written, as on a disk (common.storage)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from botocore.config import Config  # type: ignore[import-untyped] # has no types
from botocore.exceptions import ClientError  # type: ignore[import-untyped] # has no types
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped] # has no types

from common.storage import BEGUN

NOT_THERE = "404"
CONNECT_WITHIN = 3  # seconds; the library's own 60, several times, would hold a page up for minutes
ANSWER_WITHIN = 15
TRIES = 2  # of each request, with a short pause between them


class NotedObjects(S3Storage):
    """An object is there whole or not at all by itself; one whose row never came is found by its note (jobs.strays)."""

    def __init__(self, **options: Any) -> None:
        """``options`` as django-storages takes them."""
        patience = Config(
            signature_version="s3v4",
            connect_timeout=CONNECT_WITHIN,
            read_timeout=ANSWER_WITHIN,
            retries={"mode": "standard", "total_max_attempts": TRIES},
        )
        super().__init__(client_config=patience, **options)

    def _save(self, name: str, content: Any) -> str:
        """The name the file got."""
        note = f"{BEGUN}/{uuid4().hex}"
        super()._save(note, ContentFile(name.encode()))
        try:
            kept: str = super()._save(name, content)
        except Exception:
            self.delete(note)
            raise
        return kept

    def begun_before(self, limit: dt.datetime) -> Iterator[str]:
        """The notes written before ``limit``, by the store's own clock; one question for each thousand."""
        folder = self._normalize_name(f"{BEGUN}/")
        for each in self.bucket.objects.filter(Prefix=f"{folder.rstrip('/')}/"):
            if each.last_modified <= limit:
                yield f"{BEGUN}/{each.key.rpartition('/')[2]}"

    def get_modified_time(self, name: str) -> dt.datetime:
        """When it was written. Raises FileNotFoundError where it is not there, as a disk does."""
        try:
            moment: dt.datetime = super().get_modified_time(name)
        except ClientError as fault:
            if fault.response["Error"]["Code"] == NOT_THERE:
                raise FileNotFoundError(name) from fault
            raise
        return moment
