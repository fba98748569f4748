"""A table of rights is swept: every address with GET and POST as everybody."""

import gzip
import io
import time
import zipfile
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config import urls
from jobs import kinds
from jobs.models import Job, JobStatus
from jobs.progress import Progress
from papers.pages import read_pages
from tests.architecture import rights
from tests.architecture.rights import CAST

STAND_IN = 1000  # bytes; a file of the trial that only begins like a PDF


class Browser(Client):
    """Django's client without its notes of every template and its values: a sweep asks thousands of times."""

    def __init__(self, person=None, *, has_proved=False):
        super().__init__(raise_request_exception=False)
        if person is not None:
            self.force_login(person, "django.contrib.auth.backends.ModelBackend")
        if has_proved:
            self._prove(person)

    def _prove(self, person):
        """The password was shown again a moment ago, as some addresses ask."""
        session = self.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()

    def request(self, **facts):
        response = self.handler(self._base_environ(**facts))
        if response.cookies:
            self.cookies.update(response.cookies)
        return response


@pytest.fixture
def short_refusals(monkeypatch):
    """Refusals without a page: whether something is refused is asked here, how it is worded elsewhere."""
    for status in (403, 404):
        monkeypatch.setattr(urls, f"handler{status}", partial(_refusal, status), raising=False)


def _refusal(status, _request, **_facts):
    return HttpResponse(status=status)


def answer(response) -> str:
    """What happened, in the words of the table. 409 is a rule's no: the door was open, the state was not."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in first"
    return {403: "not yours", 404: "not there", 405: "no such act"}.get(
        response.status_code,
        "through" if response.status_code < 400 or response.status_code == 409 else str(response.status_code),
    )


def expected(right, method: str, role: str) -> set[str]:
    """What the table lets happen."""
    if method not in right.methods:
        return {"no such act", "sign in first", "not there", "not yours"}
    if role in (right.get if method == "GET" else right.post):
        return {"through"}
    if role == rights.VISITOR:
        return {"sign in first"}
    return {"not yours"} if role in right.sees else {"not there"}


def followed(job: Job) -> bytes:
    """The file that comes of long work, done here and now."""
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING)
    result = kinds.get(job.kind).recipe(job.asked_for, Progress(job.pk, job.attempt))
    with default_storage.open(result["file"]) as file:
        return file.read()


def words_of(response) -> str:
    """All text an answer holds, its heads too; workbooks, archives, Word files and PDFs opened."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{unpacked(content)}"


def unpacked(content: bytes) -> str:
    """The text of a file, and of the files in it."""
    if content.startswith(b"\x1f\x8b"):
        return unpacked(gzip.decompress(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(name + unpacked(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF") and len(content) > STAND_IN:
        return "\n".join(read_pages(content).texts)
    return content.decode("utf-8", "replace")


def asked(client, method: str, address: str):
    """The answer; whatever it changed is taken back."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, {})
        if response.streaming:
            response.streaming_content = [
                b"".join(response.streaming_content)
            ]  # to its end, the file is closed
        transaction.set_rollback(True)
    return response


def sweep(world, places, table) -> list[str]:
    """Every cell of the table that is not as it says."""
    faults = []
    clients = {role: Browser(world.get(role)) for role in CAST}
    for name, right in table.items():
        for method in ("GET", "POST"):
            for role in CAST:
                said = answer(asked(clients[role], method, places(name)))
                wanted = expected(right, method, role)
                if said not in wanted:
                    faults.append(f"{method} {name} as {role}: {said}, not {'/'.join(sorted(wanted))}")
    return faults
