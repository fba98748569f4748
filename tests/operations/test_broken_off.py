"""Commands whose database, store or disk is out of order: one sentence, status 1, and nothing that looks whole."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from config.files import store
from config.given import Given
from operations.actions.backing_up import back_up
from operations.queries.figures import last_backup
from tests.factories.consolidation import ReceivedReportFactory
from tests.operations.places import Place, empty_place, programs

NOBODY = "127.0.0.1:1"  # nothing listens there
S3 = {"PORTAL_S3_BUCKET": "b", "PORTAL_S3_REGION": "x", "PORTAL_S3_KEY": "x", "PORTAL_S3_SECRET": "x"}


def in_one_sentence(said):
    assert (said.returncode, said.stdout) == (1, ""), said.stderr
    assert "Traceback" not in said.stderr
    line, nothing, *more = said.stderr.split("\n")
    assert (nothing, more) == ("", []), said.stderr
    return line.removeprefix("CommandError: ")


@pytest.fixture
def here(settings, tmp_path):
    """This very database, as commands of another process meet it."""
    settings.PG_BIN = programs()
    return Place(connection.settings_dict["NAME"], tmp_path / "data")


@pytest.mark.parametrize("command", ["backup", "verify_journal"])
def test_without_a_database_a_command_says_so(tmp_path, command):
    words = [command, tmp_path / "backup"] if command == "backup" else [command]
    said = Place("portal", tmp_path).manage(*words, DATABASE_URL=f"postgres://portal:hidden@{NOBODY}/portal")
    told = in_one_sentence(said)
    assert told.startswith("The database does not answer: ")
    assert "hidden" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_without_the_object_store_no_backup_is_written_and_none_is_compared(here, tmp_path):
    away = {**S3, "PORTAL_S3_ENDPOINT": f"http://{NOBODY}"}
    told = in_one_sentence(here.manage("backup", tmp_path / "backup", **away))
    assert told.startswith("The store of files does not answer, or refuses: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == []
    back_up(tmp_path / "backup")
    told = in_one_sentence(here.manage("compare_backup", tmp_path / "backup", **away))
    assert told.startswith("The store of files does not answer, or refuses: ")


@pytest.mark.django_db(transaction=True)
def test_a_data_folder_that_is_a_file_is_said(here, settings, tmp_path):
    """Broken shares and missing rights are told like it: by the system's own words."""
    (tmp_path / "file").write_text("x")
    settings.STORAGES = {**settings.STORAGES, "default": store(Given(), tmp_path / "file" / "below")}
    with pytest.raises(CommandError, match="Not a directory"):
        call_command("backup", str(tmp_path / "backup"))
    assert not list(tmp_path.glob("backup*"))


class TakesNothing(BaseHTTPRequestHandler):
    """A store that lets itself be listed, and refuses whatever is written."""

    def do_GET(self):
        self.said(200, b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")

    def do_PUT(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.said(403, b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>")

    def do_HEAD(self):
        self.said(404, b"")

    def said(self, status, words):
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def takes_nothing():
    server = ThreadingHTTPServer(("127.0.0.1", 0), TakesNothing)
    Thread(target=server.serve_forever, daemon=True).start()
    yield {**S3, "PORTAL_S3_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}"}
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_broke_off_leaves_no_portal_and_is_begun_again(here, tmp_path, takes_nothing):
    default_storage.save("rollups/a.pdf", ContentFile(b"%PDF-1.7"))
    back_up(tmp_path / "backup")
    with empty_place(tmp_path / "elsewhere") as place:
        told = in_one_sentence(place.manage("restore", tmp_path / "backup", **takes_nothing))
        assert told.startswith("The store of files does not answer, or refuses: ")
        with place.open() as line:
            assert line.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (
                0,
            )
        stopped = tmp_path / "bin" / "pg_restore"
        stopped.parent.mkdir()
        stopped.write_text("#!/bin/sh\nexit 3\n")
        stopped.chmod(0o755)
        told = in_one_sentence(
            place.manage("restore", tmp_path / "backup", PORTAL_PG_BIN=str(stopped.parent))
        )
        assert told == "pg_restore ended with status 3; what it says of it stands above."
        assert list((place.folder / "rollups").iterdir()) == []
        again = place.manage("restore", tmp_path / "backup")
        assert (again.returncode, again.stdout.startswith("Equal: ")) == (0, True), again.stderr


@pytest.mark.django_db(transaction=True)
def test_an_empty_store_where_rows_name_files_is_another_store(here, tmp_path):
    """A share that was not mounted: the backup would hold no file, and look whole."""
    received = ReceivedReportFactory()
    received.file.save("a.pdf", ContentFile(b"%PDF-1.7"))
    default_storage.delete(received.file.name)
    with pytest.raises(CommandError, match="store is empty, but rows name 1 files"):
        call_command("backup", str(tmp_path / "backup"))
    assert (list(tmp_path.glob("backup*")), last_backup()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_whole_backup_whose_word_is_not_left_is_called_whole(here, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "full"
    settings.DATA_DIR.write_text("no folder")
    with pytest.raises(CommandError, match=r"backup is whole, but its word is not left for the figures"):
        call_command("backup", str(tmp_path / "backup"))
    call_command("compare_backup", str(tmp_path / "backup"), whole=True)
