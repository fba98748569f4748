"""What one rendering leaves behind, and nothing beside it."""

import hashlib

from django.core.files.storage import default_storage

from consolidation.models import Report
from journal.models import Entry

ENDINGS = {"pdf": b"%PDF-", "word": b"PK\x03\x04", "excel": b"PK\x03\x04"}


def check_rendered_once(period):
    """One row, one set of files, one line in the journal; each file is what the row says. Returns the report."""
    report = Report.objects.get(period=period)
    _folders, names = default_storage.listdir(f"reports/{period.year}/{period.pk}/1")
    kept = [getattr(report, field) for field in ENDINGS]
    assert sorted(names) == sorted(file.name.rsplit("/", 1)[1] for file in kept)
    for field, magic in ENDINGS.items():
        with getattr(report, field).open("rb") as file:
            content = file.read()
        assert content.startswith(magic)
        assert hashlib.sha256(content).hexdigest() == getattr(report, f"{field}_sha256")
    assert Entry.objects.about(report).filter(action="render").count() == 1
    return report
