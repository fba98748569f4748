"""Files in the private store: nothing is deleted there before the rows that named it are gone for good."""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from reporting.models import EvidenceFile


def forget_files(files: QuerySet[EvidenceFile]) -> None:
    """Delete the stored files of ``files`` once the transaction that removes their rows has committed.

    Call it before the rows go, also before a line, figure or activity that carries them.
    """
    for evidence in files:
        if evidence.file.name:
            delete = partial(evidence.file.storage.delete, evidence.file.name)
            transaction.on_commit(delete, robust=True)
