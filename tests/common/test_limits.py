"""What is too much at once is refused in words, and nothing is lost."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    client = Client()
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    return client


def said(page) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1>.*</p>", page.content.decode(), re.DOTALL)[0])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_of_what_is_announced_as_too_large_nothing_is_read(person, language, settings):
    settings.REQUEST_MOST_MB = 1

    class Unread(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("it was read")

    page = person.generic(
        "POST",
        reverse("support:look_up"),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        headers={"accept-language": language},
        CONTENT_LENGTH=str(2 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert (page.status_code, f'lang="{language}"' in page.content.decode()) == (413, True)
    assert "1 MB" in said(page)


def test_too_many_fields_and_too_much_text_are_told_apart(person, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    address = reverse("support:look_up")
    fields = person.post(address, {f"x{number}": "1" for number in range(20)})
    text = person.generic(
        "POST", address, b"a=" + b"x" * 2_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert (fields.status_code, text.status_code) == (413, 413)
    assert said(fields) != said(text)


def test_too_many_files_are_refused_before_they_are_stored(person, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [SimpleUploadedFile(f"{number}.pdf", b"x") for number in range(3)]
    page = person.post(reverse("consolidation:verify"), {"file": files})
    assert (page.status_code, page["Cache-Control"]) == (413, "no-store")


def test_it_is_told_also_where_the_token_of_the_form_is_looked_for_first(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    visitor = Client(enforce_csrf_checks=True)
    visitor.get(reverse("support:look_up"))
    page = visitor.post(reverse("support:look_up"), {f"x{number}": "1" for number in range(20)})
    assert page.status_code == 413


@pytest.mark.parametrize("length", ["", "-1", "many", "99999999999999999999"])
def test_a_length_that_is_nonsense_breaks_nothing(person, length):
    page = person.generic("POST", reverse("support:look_up"), b"", CONTENT_LENGTH=length)
    assert page.status_code in {200, 413}
