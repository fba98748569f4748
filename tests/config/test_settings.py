"""Production settings: what they refuse, where secrets come from, and what every answer carries."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import override_settings
from django.urls import include, path, reverse

from config.given import Given

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://nscl.example"
SECRET = "s3cr3t-of-this-installation-and-of-no-other-one-in-the-world"


def start(**environment) -> subprocess.CompletedProcess:
    """Load the settings as production would, with only this environment."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=ROOT, env={**plain, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_SECRET_KEY": "short", "PORTAL_ALLOWED_HOSTS": "nscl.example"}, "PORTAL_SECRET_KEY"),
        (
            {"PORTAL_SECRET_KEY": "development-only", "PORTAL_ALLOWED_HOSTS": "nscl.example"},
            "PORTAL_SECRET_KEY",
        ),
        ({"PORTAL_SECRET_KEY": SECRET}, "PORTAL_ALLOWED_HOSTS"),
        ({"PORTAL_SECRET_KEY": SECRET, "PORTAL_ALLOWED_HOSTS": "*"}, "PORTAL_ALLOWED_HOSTS"),
        ({"PORTAL_SECRET_KEY": SECRET, "PORTAL_ALLOWED_HOSTS": "nscl.example"}, "PORTAL_BASE_URL"),
        (
            {
                "PORTAL_SECRET_KEY": SECRET,
                "PORTAL_ALLOWED_HOSTS": "nscl.example",
                "PORTAL_BASE_URL": "http://nscl.example",
            },
            "PORTAL_BASE_URL",
        ),
    ],
)
def test_production_refuses_to_start_unsafely(environment, word):
    said = start(**environment)
    assert said.returncode != 0
    assert word in said.stderr


def test_a_proper_production_passes_every_deployment_check():
    said = start(PORTAL_SECRET_KEY=SECRET, PORTAL_ALLOWED_HOSTS="nscl.example", PORTAL_BASE_URL=BASE)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    said = start(
        PORTAL_SECRET_KEY_FILE=str(tmp_path / "secret"),
        PORTAL_ALLOWED_HOSTS="nscl.example",
        PORTAL_BASE_URL=BASE,
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_the_end_of_a_files_line_is_no_part_of_the_secret(tmp_path, monkeypatch):
    (tmp_path / "token").write_text("abc\n")
    monkeypatch.setenv("PORTAL_THIS_TEST_FILE", str(tmp_path / "token"))
    assert Given().str("PORTAL_THIS_TEST") == "abc"


@pytest.mark.django_db
def test_every_page_carries_a_strict_policy(client):
    page = client.get(reverse("portal:home"))
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (page["X-Frame-Options"], page["X-Content-Type-Options"], page["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


@pytest.mark.django_db
def test_no_page_asks_another_host_for_anything(client):
    html = client.get(reverse("programmes:plan_list")).content.decode()
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]+", html) == []


@pytest.mark.django_db
def test_a_refused_host_meets_the_policy_too(client):
    page = client.get("/", headers={"host": "khac.example"})
    assert (page.status_code, page["X-Frame-Options"]) == (400, "DENY")
    assert "default-src 'none'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_no_cache_in_between_keeps_a_persons_page(client, admin_client):
    assert not client.get("/").has_header("Cache-Control")
    assert admin_client.get("/")["Cache-Control"] == "private, no-cache"


def refuse(request):
    raise PermissionDenied


def muddle(request):
    raise BadRequest


def burst(request):
    raise RuntimeError


urlpatterns = [
    path("refuse/", refuse),
    path("muddle/", muddle),
    path("burst/", burst),
    path("", include("config.urls")),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/khong-co/", 404), ("/refuse/", 403), ("/muddle/", 400), ("/burst/", 500)]
)
def test_errors_wear_the_same_clothes_and_say_what_to_do(client, admin_client, address, status):
    admin_client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        page = admin_client.get(address)
    html = page.content.decode()
    assert page.status_code == status
    assert 'lang="vi"' in html
    assert "Traceback" not in html
    assert "/" in re.findall(r"href=\"([^\"]+)\"", html)  # a way on


@pytest.mark.django_db
def test_a_forged_form_is_refused_in_words(person_without_token):
    page = person_without_token.post(reverse("set_language"), {"language": "en"})
    assert (page.status_code, 'lang="vi"' in page.content.decode()) == (403, True)


@pytest.mark.django_db
def test_a_fragment_asked_for_after_the_session_ended_leads_the_whole_page_to_the_sign_in(client):
    page = client.get(
        reverse("reporting:submission_list"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/phieu/7/"},
    )
    assert page["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fphieu%2F7%2F"
    assert page.content == b""


@pytest.fixture
def person_without_token():
    from django.test import Client

    return Client(enforce_csrf_checks=True)
