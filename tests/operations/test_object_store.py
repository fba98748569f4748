"""Private files in an object store of this machine: kept, handed out, backed up, brought back; never public."""

import datetime as dt
import socket
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from common import object_store
from config import files
from config.given import Given
from jobs.models import Job
from jobs.strays import drop_strays
from operations.actions.backing_up import back_up
from operations.jobs import leave_word
from operations.queries.comparing import differences
from operations.queries.stored import stored_files
from reporting.models import EvidenceFile
from tests.factories.reporting import signed_in, stage
from tests.factories.support import SubmittedFactory
from tests.operations.places import empty_place, programs
from tests.support.papers import a_file

HOUR = dt.timedelta(hours=1)
BYTES = b"%PDF-1.7 " + b"x" * 3_000_000


class BrokenOff(ContentFile):
    """A file that ends in a fault."""

    def read(self, *_size):
        raise OSError("it broke off")


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings, monkeypatch):
    """The portal's settings as an operator would give them, and a new bucket for it."""
    name = f"b{socket.gethostname().lower().replace('.', '-')[:20]}{id(settings)}"
    given = {
        "BUCKET": name,
        "ENDPOINT": endpoint,
        "REGION": "us-east-1",
        "KEY": "a-key",
        "SECRET": "a-secret",
        "PREFIX": "portal",
    }
    for key, value in given.items():
        monkeypatch.setenv(f"PORTAL_S3_{key}", value)
    line = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    line.create_bucket(Bucket=name)
    settings.STORAGES = {**settings.STORAGES, "default": files.store(Given(), settings.DATA_DIR)}
    yield line, name
    line.close()


def test_without_a_bucket_files_are_kept_in_the_data_folder(tmp_path):
    assert files.store(Given(), tmp_path)["BACKEND"] == "common.storage.PrivateFiles"


@pytest.mark.django_db
def test_a_file_of_evidence_goes_in_and_comes_back(bucket, endpoint):
    line, name = bucket
    here = stage()
    client = signed_in(here.focal)
    place = f"/phieu/{here.submission.pk}/minh-chung/{here.line.pk}/"
    assert client.post(place, {"file": SimpleUploadedFile("quyết định.pdf", BYTES)}).status_code == 302
    evidence = EvidenceFile.objects.get()
    kept = {each["Key"]: each["Size"] for each in line.list_objects_v2(Bucket=name)["Contents"]}
    [note] = default_storage.listdir("begun")[1]
    place_of_it = f"portal/{evidence.file.name}"
    assert kept == {place_of_it: len(BYTES), f"portal/begun/{note}": len(evidence.file.name)}
    answer = client.get(f"/phieu/{here.submission.pk}/minh-chung/tep/{evidence.pk}/")
    assert b"".join(answer.streaming_content) == BYTES
    answer.close()
    with pytest.raises(HTTPError, match="403"):
        urllib.request.urlopen(f"{endpoint}/{name}/{place_of_it}")  # noqa: S310 - our own server


@pytest.mark.django_db
def test_two_files_of_one_name_stay_two(bucket):
    first = default_storage.save("a/b.txt", ContentFile(b"1"))
    second = default_storage.save("a/b.txt", ContentFile(b"2"))
    assert first != second
    assert sorted(stored_files()) == sorted([first, second])


@pytest.mark.django_db
def test_a_file_without_a_row_goes_after_an_hour_and_one_with_a_row_stays(bucket):
    attachment = a_file(SubmittedFactory())
    made = default_storage.save("exports/1.zip", ContentFile(b"x"))
    Job.objects.create(kind="x", title="x", result={"file": made})
    with transaction.atomic():
        rolled_back = a_file(SubmittedFactory()).file.name
        transaction.set_rollback(True)
    stray = default_storage.save("evidence/a.pdf", ContentFile(b"x"))
    assert drop_strays(timezone.now()) == []
    assert drop_strays(timezone.now() + HOUR) == sorted([rolled_back, stray])
    assert sorted(stored_files()) == sorted([attachment.file.name, made])
    assert default_storage.listdir("begun")[1] == []


@pytest.mark.django_db
def test_what_another_tick_removed_a_moment_ago_and_what_broke_off_leave_nothing(bucket):
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time("evidence/gone.pdf")
    with pytest.raises(OSError, match="broke off"):
        default_storage.save("evidence/a.pdf", BrokenOff(b"x"))
    assert default_storage.listdir("begun")[1] == []


@pytest.mark.django_db
def test_the_deep_check_writes_reads_and_takes_away(bucket, client):
    leave_word()
    parts = client.get(reverse("operations:deep")).json()["parts"]
    assert parts["files"]["words"] == "written, read and taken away"
    assert list(stored_files()) == []


class Refuses(BaseHTTPRequestHandler):
    """A store that does not know the key it is shown."""

    def do_PUT(self):
        words = b"<Error><Code>InvalidAccessKeyId</Code><Message>No such key</Message></Error>"
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(403)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    do_GET = do_HEAD = do_PUT  # noqa: N815 - names of the library

    def log_message(self, *_words):
        """Nothing."""


@contextmanager
def a_store_that_refuses():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refuses)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@contextmanager
def a_store_that_is_silent():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def a_store_that_is_gone():
    yield 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "words"),
    [
        (a_store_that_is_gone, "EndpointConnectionError"),
        (a_store_that_is_silent, "ReadTimeoutError"),
        (a_store_that_refuses, "ClientError 403"),
    ],
)
def test_a_store_that_is_out_of_order_is_said_in_words(bucket, settings, monkeypatch, place, words):
    monkeypatch.setattr(object_store, "ANSWER_WITHIN", 0.3)
    here = stage()
    person = signed_in(here.focal)
    person.raise_request_exception = False
    with place() as port:
        monkeypatch.setenv("PORTAL_S3_ENDPOINT", f"http://127.0.0.1:{port}")
        settings.STORAGES = {**settings.STORAGES, "default": files.store(Given(), settings.DATA_DIR)}
        begun = time.monotonic()
        page = person.post(
            f"/phieu/{here.submission.pk}/minh-chung/{here.line.pk}/",
            {"file": SimpleUploadedFile("quyết định.pdf", b"%PDF-1.7 x")},
        )
        told = Client().get(reverse("operations:deep")).json()["parts"]["files"]
    assert (page.status_code, EvidenceFile.objects.count()) == (503, 0)
    assert "The store of files does not answer" in page.content.decode()
    assert (told["ok"], told["words"]) == (False, words)
    assert time.monotonic() - begun < 20


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_what_the_object_store_holds_and_comes_back_into_a_folder_and_into_a_bucket(
    bucket, settings, tmp_path
):
    settings.PG_BIN = programs()
    name = default_storage.save("rollups/Tổng hợp.pdf", ContentFile(b"%PDF-1.7 x"))
    manifest = back_up(tmp_path / "backup")
    assert (list(manifest.files), differences(manifest)) == ([name], [])
    with empty_place(tmp_path / "elsewhere") as place:
        without = {f"PORTAL_S3_{key}": "" for key in ("BUCKET", "ENDPOINT")}
        said = place.manage("restore", tmp_path / "backup", **without)
        assert said.returncode == 0, said.stderr
        assert (place.folder / name).read_bytes() == b"%PDF-1.7 x"
    with empty_place(tmp_path / "moved") as place:  # and into a bucket, as whoever moves into one does
        said = place.manage("restore", tmp_path / "backup", PORTAL_S3_PREFIX="moved")
        assert said.returncode == 0, said.stderr
    line, bucket_name = bucket
    assert line.get_object(Bucket=bucket_name, Key=f"moved/{name}")["Body"].read() == b"%PDF-1.7 x"
