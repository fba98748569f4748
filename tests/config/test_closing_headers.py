"""Headers and cookies: the same everywhere, no exception for the administration, nothing to a third party."""

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.doors import administration
from tests.factories.accounts import AdministratorFactory

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PORTAL_SECRET_KEY": "s3cr3t-of-this-installation-and-of-no-other-one-in-the-world",
    "PORTAL_ALLOWED_HOSTS": "nscl.example",
    "PORTAL_BASE_URL": "https://nscl.example",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ASK = """
import django, json
from django.conf import settings
django.setup()
from django.contrib.messages import get_messages
from django.contrib.messages.storage import default_storage
from django.contrib.messages import constants
from django.http import HttpResponse
from django.test import RequestFactory
from django.middleware.csrf import get_token, CsrfViewMiddleware
from django.views.i18n import set_language
from common.headers import closing_headers
from django.middleware.security import SecurityMiddleware
factory = RequestFactory(headers={"host": "nscl.example", "x-forwarded-proto": "https"})
def view(request):
    get_token(request)
    storage = default_storage(request)
    storage.add(constants.INFO, "x")
    answer = set_language(request)
    storage.update(answer)
    return answer
request = factory.post("/", {"language": "en"}, secure=True)
request.session = {}
request._dont_enforce_csrf_checks = True
answer = CsrfViewMiddleware(SecurityMiddleware(closing_headers(view)))(request)
cookies = {name: [bool(m["secure"]), bool(m["httponly"]), m["samesite"], m["path"], m["domain"]] for name, m in answer.cookies.items()}
session = [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE]
print(json.dumps([cookies, session, answer["Strict-Transport-Security"], settings.CONTENT_SECURITY_POLICY]))
"""


def in_production():
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    environment = {**plain, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings"}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def test_behind_tls_every_cookie_belongs_to_this_host_alone():
    cookies, session, transport, policy = in_production()
    strict = [True, True, "Lax", "/", ""]
    assert cookies == {
        "__Host-csrftoken": strict,
        "__Host-django_language": strict,
        "__Host-messages": strict,
    }
    assert session == ["__Host-sessionid", True, True, "Lax"]
    assert transport == "max-age=31536000; includeSubDomains; preload"
    assert set(policy) == {"DIRECTIVES"}  # no address is left out


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/", "/khong-co/", "/healthz/"])
def test_every_answer_carries_the_same_headers(address):
    client = Client()
    client.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert {name: page[name] for name in HEADERS} == HEADERS
    assert "camera=()" in page["Permissions-Policy"]
    assert not page.has_header("Access-Control-Allow-Origin")
    assert page.has_header("Content-Security-Policy")


class Loose(HTMLParser):
    """What a strict policy would not let run or look, and what comes from elsewhere."""

    def __init__(self):
        super().__init__()
        self.found, self.tag = [], ""

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.tag = tag if tag == "style" or (tag == "script" and "src" not in facts) else ""
        if tag == "script" and facts.get("type") in {"application/json", "text/template"}:
            self.tag = ""
        self.found += [f"{tag} {name}" for name in facts if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            where = facts.get(name) or ""
            if re.match(r"(?:https?:)?//", where) and tag != "a":
                self.found.append(f"{tag} {where}")

    def handle_data(self, data):
        if self.tag and data.strip():
            self.found.append(f"inline {self.tag}")


def loose(html: str) -> list[str]:
    reader = Loose()
    reader.feed(html)
    return reader.found


def test_a_planted_inline_script_is_found():
    assert loose('<script>x()</script><p style="a" onclick="b">') == ["inline script", "p style", "p onclick"]
    assert loose('<script src="https://elsewhere.example/x.js"></script>') == [
        "script https://elsewhere.example/x.js"
    ]


@pytest.mark.django_db
def test_the_administration_lives_under_the_same_policy_with_nothing_inline():
    client = Client()
    client.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    names = [
        name for name in administration() if name.endswith(("_changelist", "_add", "_import", "_export"))
    ]
    found = {}
    for name in ["admin:index", "admin:password_change", *names]:
        page = client.get(reverse(name))
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            assert "unsafe" not in page["Content-Security-Policy"], name
            found |= {name: there} if (there := set(loose(page.content.decode()))) else {}
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/khong-co/", "/admin/", "/ke-hoach/", "/static/css/portal.css"])
def test_every_answer_says_what_it_is(address):
    with closing(Client().get(address, follow=True)) as page:  # a static file stays open until then
        kind = page["Content-Type"]
    assert kind in {"text/html; charset=utf-8", 'text/css; charset="utf-8"'}
