"""The drill: a backup of a filled portal is brought back into an empty place and is equal, or says where it is not."""

import json
import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from consolidation.documents import seal
from consolidation.models import ReceivedReport
from jobs.models import Job
from journal.actions import note_down
from operations.actions.backing_up import back_up
from operations.queries.comparing import differences
from operations.queries.figures import last_backup
from operations.queries.manifests import manifest_of
from operations.queries.stored import stored_files
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import ReceivedReportFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.outbox import MailFactory
from tests.factories.reporting import SubmissionFactory
from tests.operations.places import empty_place, programs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _programs(settings):
    settings.PG_BIN = programs()


def received_with_file():
    """A report of another portal, with its file in the store."""
    received = ReceivedReportFactory()
    received.file.save("nhận được.pdf", ContentFile(b"%PDF-1.7 received"))
    return received


@pytest.fixture
def filled():
    """Rows of many kinds with difficult contents, files of rows, a file that no row names, a seal."""
    person = UserFactory(full_name="Nguyễn Thị  Lan\t“Đ” \\ ' \u200b")
    submission = SubmissionFactory()
    note_down(submission, "look", by=person, at=timezone.now(), when=timezone.now() - timedelta(days=900))
    EnterpriseFactory.create_batch(3)
    MailFactory(text="dòng 1\r\ndòng 2\n\\.\n")
    Job.objects.create(kind="x", title="x", result={"b": [1, None, "Đ"], "a": 1.5})
    received = received_with_file()
    default_storage.save("rollups/Tổng hợp (1).pdf", ContentFile(b"%PDF-1.7 no row names it"))
    seal.public_key()
    return received


def test_what_is_brought_back_is_equal_row_by_row_and_byte_by_byte(filled, tmp_path):
    backup = tmp_path / "backup"
    call_command("backup", str(backup))
    manifest = manifest_of(backup)
    assert (manifest.missing, differences(manifest)) == ([], [])
    assert (manifest.tables["accounts_user"].rows, len(manifest.files)) == (User.objects.count(), 2)
    with empty_place(tmp_path / "elsewhere") as place:
        said = place.manage("restore", backup)
        assert (said.returncode, said.stdout.startswith("Equal: ")) == (0, True), said.stderr
        assert (place.folder / "seal.key").read_text() == (default_storage_folder() / "seal.key").read_text()
        assert (place.folder / "seal.key").stat().st_mode & 0o777 == 0o600
        assert place.manage("migrate", "--check").returncode == 0
        _plant_differences(place, filled)
        told = manifest.tables["journal_change"].rows  # the two of the database are in its own history, too
        said = place.manage("compare_backup", backup)
        assert said.returncode == 1
        assert sorted(said.stderr.strip().removeprefix("CommandError: ").splitlines()) == sorted(
            [
                "file rollups/Tổng hợp (1).pdf has other contents",
                "file rollups/new.pdf is not in the backup",
                f"file {filled.file.name} is not here",
                "sequence accounts_user_id_seq stands at 0, not at "
                + str(manifest.sequences["accounts_user_id_seq"]),
                "table accounts_user has other contents",
                f"table journal_change has {told + 2} rows, not {told}",
                f"table enterprises_enterprise has 2 rows, not {manifest.tables['enterprises_enterprise'].rows}",
            ]
        )
        again = place.manage("restore", backup)
        assert (again.returncode, "has tables already" in again.stderr) == (1, True)


def default_storage_folder():
    from pathlib import Path

    from django.conf import settings

    return Path(settings.DATA_DIR)


def _plant_differences(place, filled):
    """A letter of a name, a row, a number of a sequence; a byte of a file, a file, a file more."""
    with place.open() as line:
        line.execute(
            "UPDATE accounts_user SET full_name = full_name || '.' WHERE id = (SELECT min(id) FROM accounts_user)"
        )
        line.execute(
            "DELETE FROM enterprises_enterprise WHERE id = (SELECT max(id) FROM enterprises_enterprise)"
        )
        line.execute("SELECT setval('accounts_user_id_seq', 1, false)")
    (place.folder / "rollups" / "Tổng hợp (1).pdf").write_bytes(b"%PDF-1.7 no row names iT")
    (place.folder / "rollups" / "new.pdf").write_bytes(b"x")
    (place.folder / filled.file.name).unlink()


def test_a_backup_that_was_changed_is_not_brought_back(filled, tmp_path):
    backup = tmp_path / "backup"
    back_up(backup)
    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    (backup / "files" / filled.file.name).write_bytes(b"")
    with pytest.raises(CommandError) as no:
        call_command("compare_backup", str(backup), whole=True)
    assert str(no.value).splitlines() == [
        "database.dump is not what was written",
        f"files/{filled.file.name} is not what was written",
    ]
    with pytest.raises(CommandError, match="is not what was written"):
        call_command("restore", str(backup))
    with pytest.raises(CommandError, match="holds no backup"):
        call_command("restore", str(tmp_path))


def test_people_go_on_working_while_the_backup_is_written(filled, tmp_path):
    """Rows with files come and go all the time: every row of the backup has its file in the backup."""
    stop, problems = threading.Event(), []

    def come_and_go():
        from django.db import connection

        try:
            while not stop.is_set():
                row = received_with_file()
                if row.pk % 2:
                    name = row.file.name
                    ReceivedReport.objects.filter(pk=row.pk).delete()
                    default_storage.delete(name)
        except Exception as fault:  # noqa: BLE001 - told below
            problems.append(fault)
        finally:
            connection.close()

    worker = threading.Thread(target=come_and_go)
    worker.start()
    try:
        manifest = back_up(tmp_path / "backup")
    finally:
        stop.set()
        worker.join()
    assert problems == []
    assert manifest.missing == []


def test_a_row_without_its_file_is_said_and_not_hidden(filled, tmp_path, capsys):
    default_storage.delete(filled.file.name)
    call_command("backup", str(tmp_path / "backup"))
    assert capsys.readouterr().err == f"named by a row, but not in the store: {filled.file.name}\n"


def test_keys_are_listed_and_not_given_away(filled, settings, tmp_path):
    settings.SECRET_KEY_FALLBACKS = ["the-key-of-last-year"]
    back_up(tmp_path / "backup")
    text = (tmp_path / "backup" / "manifest.json").read_text()
    keys = {key["name"]: key["is_in_backup"] for key in json.loads(text)["keys"]}
    assert keys == {
        "PORTAL_SECRET_KEY": False,
        "PORTAL_SECRET_KEY_FALLBACKS": False,
        "seal.key": True,
        "DATABASE_URL": False,
        "REDIS_URL": False,
        "PORTAL_EMAIL_URL": False,
    }
    secret = (default_storage_folder() / "seal.key").read_text().strip()
    assert [word for word in (settings.SECRET_KEY, "the-key-of-last-year", secret) if word in text] == []
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700


def test_nothing_is_overwritten_and_the_figures_know_of_the_backup(filled, tmp_path):
    assert last_backup() == 0
    call_command("backup", str(tmp_path / "{now}"))
    assert timezone.now().timestamp() - last_backup() < 60
    (made,) = [folder for folder in tmp_path.iterdir() if folder.name.startswith("20")]
    with pytest.raises(CommandError, match="never overwrites"):
        call_command("backup", str(made))


def test_without_postgresqls_programs_it_says_what_to_do(filled, settings, tmp_path):
    settings.PG_BIN = str(tmp_path)
    with pytest.raises(CommandError, match="PORTAL_PG_BIN"):
        call_command("backup", str(tmp_path / "backup"))
    assert not (tmp_path / "backup").exists()


def test_a_backup_that_failed_leaves_nothing_behind(filled, tmp_path, settings):
    (tmp_path / "bin").mkdir()
    failing = tmp_path / "bin" / "pg_dump"
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o755)
    settings.PG_BIN = str(tmp_path / "bin")
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "backup"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("backup")) == []
    assert last_backup() == 0


@pytest.mark.parametrize("fault", ["missing", "other"])
def test_a_backup_without_its_seal_key_is_not_whole(filled, tmp_path, fault):
    backup = tmp_path / "backup"
    back_up(backup)
    key = backup / "seal.key"
    key.unlink() if fault == "missing" else key.write_text("0" * 64)
    with pytest.raises(CommandError, match=r"^seal\.key is not what was written$"):
        call_command("compare_backup", str(backup), whole=True)


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "tables": []}', '{"format": 2}', "{"]
)
def test_a_list_that_is_not_whole_is_told_in_words(tmp_path, kept):
    (tmp_path / "manifest.json").write_text(kept)
    for command in ("compare_backup", "restore"):
        with pytest.raises(CommandError, match=r"manifest\.json"):
            call_command(command, str(tmp_path))


def test_a_store_that_is_not_there_yet_holds_nothing():
    assert not default_storage_folder().exists()
    assert list(stored_files()) == []
