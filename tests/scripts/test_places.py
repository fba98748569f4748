"""Folders, lock and space of a trial."""

import stat

import pytest

from scripts.supervisor import places as places_module
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import Places, open_places, private_folder, root_home, sign_lock, take_lock


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path, tmp_path / "embedded", None)


def test_a_second_run_of_the_same_folder_is_refused_and_told_about_the_first(places):
    with take_lock(places) as lock:
        sign_lock(lock, "pid 12, http://127.0.0.1:8000/")
        with pytest.raises(Complaint) as complaint:
            take_lock(places)
    assert complaint.value.english == (
        "The portal of this folder is already running (pid 12, http://127.0.0.1:8000/). "
        "End that one first (Ctrl-C in its terminal)."
    )


def test_the_lock_is_free_again_when_its_holder_is_gone(places):
    take_lock(places).close()
    take_lock(places).close()


def test_a_folder_that_cannot_be_written_is_a_sentence_not_a_traceback(tmp_path, monkeypatch):
    monkeypatch.setattr(places_module, "ROOT_HOMES", tmp_path / "homes")
    (tmp_path / "var").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Complaint) as complaint:
        open_places(tmp_path)
    assert complaint.value.english.startswith(f"Cannot write below {tmp_path / 'var'}")


def test_a_full_disk_is_noticed_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(places_module, "ROOT_HOMES", tmp_path / "homes")
    monkeypatch.setattr(places_module, "LEAST_FREE_BYTES", 2**60)
    with pytest.raises(Complaint) as complaint:
        open_places(tmp_path)
    assert complaint.value.english.startswith("Only ")


def test_a_private_folder_is_closed_to_others(tmp_path):
    assert stat.S_IMODE(private_folder(tmp_path / "sockets", None).stat().st_mode) == 0o700


def test_a_private_folder_somebody_left_open_is_refused(tmp_path):
    (tmp_path / "sockets").mkdir(mode=0o755)
    with pytest.raises(Complaint):
        private_folder(tmp_path / "sockets", None)


def test_the_address_of_a_socket_stays_short_in_a_deep_folder(tmp_path):
    deep = Places(tmp_path, tmp_path / ("deep" * 40), None)
    assert len(str(deep.sockets / ".s.PGSQL.5432.lock")) < 107


def test_the_data_of_a_clone_that_is_gone_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(places_module, "ROOT_HOMES", tmp_path / "homes")
    gone, here = tmp_path / "gone", tmp_path / "here"
    gone.mkdir()
    here.mkdir()
    old = root_home(gone)
    (gone / "trial-id").unlink()
    new = root_home(here)
    assert [home.exists() for home in (old, new)] == [False, True]
    assert root_home(here) == new
