"""The portal fetches nothing a user names, leads nobody away, and reads no XML that reaches out."""

import ast
import io
import socket
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from papers.blocks import Paragraph, Run
from papers.pdf import render
from tests.factories.accounts import UserFactory
from tests.papers.sample_document import sample_document

ROOT = Path(__file__).resolve().parents[2]
AWAY = [
    "https://elsewhere.example/", "//elsewhere.example/", "///elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example",
    "http:elsewhere.example", "javascript:alert(1)", "data:text/html,x", "/%09/elsewhere.example", "\thttps://elsewhere.example",
    "https:///elsewhere.example", "http://testserver@elsewhere.example/", "//[::1",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("there", AWAY)
def test_nobody_is_led_to_another_host(there):
    person = UserFactory()
    person.set_password("mot-mat-khau-rat-dai")
    person.save()
    asked = Client().post(
        f"{reverse('account_login')}?next={there}",
        {"login": person.email, "password": "mot-mat-khau-rat-dai", "next": there},
    )
    spoken = Client().post(reverse("set_language"), {"language": "en", "next": there})
    signed_in = Client()
    signed_in.force_login(person, "django.contrib.auth.backends.ModelBackend")
    second = signed_in.get(reverse("accounts:second_factor"), {"next": there})
    out = signed_in.post(reverse("account_logout"), {"next": there})
    ended = Client().get(
        reverse("reporting:submission_list"),
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/{there}"},
    )
    places = [answer.get("Location", "/") for answer in (asked, spoken, second, out)]
    places.append(ended.get("HX-Redirect", "/"))
    assert asked.status_code == 302
    assert [place for place in places if not place.startswith("/") or place.startswith(("//", "/\\"))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("here", ["//[::1", "http://[::1", "http://testserver:x/y", "%"])
def test_a_page_nobody_can_read_the_address_of_is_the_first_one(here):
    """Of a fragment asked for after the session ended."""
    answer = Client().get(
        reverse("reporting:submission_list"), headers={"HX-Request": "true", "HX-Current-URL": here}
    )
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next=%2F"


@pytest.fixture
def no_connection(monkeypatch):
    """Every connection that is tried is written down and refused."""
    tried = []

    def refuse(_self, address, *_more):
        tried.append(address)
        raise OSError("nothing goes out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


HOSTILE = (
    '<img src="http://169.254.169.254/latest/"> url(http://127.0.0.1:1/) file:///etc/passwd '
    '<link rel="attachment" href="file:///etc/passwd"> @import "http://elsewhere.example/x.css"'
)


def test_a_paper_with_hostile_words_fetches_nothing(no_connection):
    document = replace(sample_document(), blocks=(Paragraph(runs=(Run(HOSTILE),)),), annexes=())
    assert render(document).content[:5] == b"%PDF-"
    assert no_connection == []


def a_workbook(part: str, content: str) -> bytes:
    """A workbook in which one part was replaced."""
    plain, out = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


ENTITIES = [
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "http://127.0.0.1:1/">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY y "&b;&b;&b;&b;">]>',
]


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_what_a_workbook_s_xml_reaches_for_is_never_read(entity, part, no_connection):
    """It is refused, or read without what its entities name."""
    head = '<?xml version="1.0"?>'
    cell = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&y;</t></is></c></row></sheetData>'
    body = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{cell}</worksheet>'
    try:
        sheets = load_workbook(io.BytesIO(a_workbook(part, head + entity + body))).worksheets
        read = [str(cell.value) for sheet in sheets for row in sheet for cell in row]
    except Exception as no:  # noqa: BLE001 - defusedxml's own, wrapped by some parts
        read = [str(no)]
    assert [words for words in read if "root:" in words or "aaaaaaaaaa" in words] == []
    assert no_connection == []


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    ours = [
        name for name in listed if not name.startswith(("tests/", "bench/", "faults/", "load/", "scripts/"))
    ]
    return [ROOT / name for name in ours if (ROOT / name).exists()]


def calls(path: Path, *, imports_only: bool = False) -> list[str]:
    """The dotted names a file imports or calls."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{name.name}" for name in node.names]
        elif not imports_only and isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.append(f"{node.value.id}.{node.attr}")
    return found


FETCHERS = ("urllib.request", "requests", "httpx", "http.client", "ftplib", "aiohttp", "urllib3")
KNOWN_FETCHERS = {
    "accounts/views/identity.py"
}  # knows what the library's own asking fails with; its address is a setting
WEAK = {"hashlib.md5", "hashlib.sha1", "random.SystemRandom"}
# the published form of a list of breached passwords
KNOWN_WEAK = {"accounts/passwords.py"}


def test_no_part_of_the_portal_fetches_addresses():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in committed()
        if str(path.relative_to(ROOT)) not in KNOWN_FETCHERS
        for name in calls(path, imports_only=True)
        if name.split(".")[0] in FETCHERS or name.startswith(FETCHERS)
    ]
    assert found == []


def test_no_weak_hash_protects_anything():
    found = {str(path.relative_to(ROOT)) for path in committed() if WEAK & set(calls(path))} - KNOWN_WEAK
    assert found == set()


@pytest.mark.django_db
def test_trace_is_not_answered():
    page = Client().trace("/", headers={"x-secret": "zqleakzq"})
    assert (page.status_code, b"zqleakzq" in page.content) == (405, False)
