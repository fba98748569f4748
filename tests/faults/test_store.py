"""A disk that is full from time to time takes files in between."""

import errno

import pytest
from django.core.files.base import ContentFile

from faults.store import FLAG, FullAtTimes


def test_files_are_refused_whole_while_the_flag_is_there(tmp_path, monkeypatch):
    flag, store = tmp_path / "full", FullAtTimes(location=tmp_path / "data")
    monkeypatch.setenv(FLAG, str(flag))
    assert store.save("a.txt", ContentFile(b"x")) == "a.txt"
    flag.touch()
    with pytest.raises(OSError, match="No space left") as no:
        store.save("b.txt", ContentFile(b"x"))
    assert (no.value.errno, store.exists("b.txt"), store.listdir("unfinished")) == (
        errno.ENOSPC,
        False,
        ([], []),
    )
    flag.unlink()
    assert store.save("b.txt", ContentFile(b"x")) == "b.txt"
