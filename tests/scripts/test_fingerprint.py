"""Noticing what changed."""

import pytest

from scripts.supervisor.fingerprint import code_folders, fingerprint, is_done, note_done


@pytest.fixture
def project(tmp_path):
    (tmp_path / "programmes" / "data").mkdir(parents=True)
    (tmp_path / "programmes" / "data" / "plan.yaml").write_text("tasks: 9", encoding="utf-8")
    (tmp_path / "tests").mkdir()
    return tmp_path


def mark(project):
    return fingerprint(code_folders(project))


def test_the_same_files_give_the_same_fingerprint(project):
    assert mark(project) == mark(project)


def test_a_changed_figure_is_noticed(project):
    before = mark(project)
    (project / "programmes" / "data" / "plan.yaml").write_text("tasks: 8", encoding="utf-8")
    assert mark(project) != before


@pytest.mark.parametrize("name", ["tests/test_new.py", "nohup.out", "programmes/.plan.yaml.swp"])
def test_what_the_database_does_not_depend_on_is_not_looked_at(project, name):
    before = mark(project)
    (project / name).write_text("new", encoding="utf-8")
    assert mark(project) == before


def test_a_step_is_done_for_one_state_of_the_files(tmp_path):
    stamp = tmp_path / "stamp"
    assert is_done(stamp, "a") is False
    note_done(stamp, "a")
    assert (is_done(stamp, "a"), is_done(stamp, "b")) == (True, False)
