"""The door: one shape of refusals in two languages, pages of lists, fingerprints, its description."""

import json

import pytest
from django.db import OperationalError

from api.models import Scope
from tests.factories.api import Program, a_token, program_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import PlanFactory

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def program():
    return program_of(OrganisationFactory())


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/v1/plans/khong-co", 404, "not_there"),
        ("get", "/api/v1/nothing", 404, "not_there"),
        ("get", "/api/", 404, "not_there"),
        ("post", "/api/v1/plans", 405, "no_such_act"),
        ("get", "/api/v1/plans?limit=0", 422, "invalid"),
        ("get", "/api/v1/plans?cursor=xyz", 422, "invalid"),
        ("get", "/api/v1/periods/7", 404, "not_there"),
        ("get", "/api/v1/submissions/99999999999999999999999999", 404, "not_there"),
    ],
)
def test_every_refusal_has_one_shape(program, method, address, status, code):
    answer = getattr(program, method)(address)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], told["status"], told["code"]) == (
        status,
        PROBLEM,
        status,
        code,
    )
    assert told["type"] == f"/api/docs/#{code}"
    assert told["instance"] == answer["X-Request-ID"]
    assert set(told) == {"type", "title", "status", "code", "detail", "instance", "errors"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/plans?province=%00", 200),
        ("/api/v1/plans?programme=%00", 200),
        ("/api/v1/plans?q=%00%ff%ed%a0%80", 200),
        ("/api/v1/enterprises?q=%00", 200),
        ("/api/v1/periods?plan=%00", 200),
        ("/api/v1/plans/%00", 404),
        ("/api/v1/plans/%ff", 404),
        ("/api/v1/periods?year=NaN", 422),
        (f"/api/v1/submissions?period={'9' * 5000}", 422),
        (f"/api/v1/submissions/{'9' * 5000}", 404),
        (f"/api/v1/plans?{'&'.join(f'a{at}=1' for at in range(6000))}", 413),
    ],
)
def test_nothing_typed_into_an_address_is_a_failure(program, address, status):
    answer = program.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        status,
        "application/json; charset=utf-8" if status == 200 else PROBLEM,
    )


def test_without_tls_a_program_is_refused_and_not_led_on(program, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = program.get("/api/v1/plans")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_tls")
    assert program.get("/api/docs/").status_code == 301
    assert program.get("/api/v1/plans", secure=True).status_code == 200


def test_refusals_speak_the_language_that_is_asked_for():
    _, secret = a_token(OrganisationFactory(), Scope.PLANS)
    english = Program(secret, "en").get("/api/v1/plans?limit=x").json()
    vietnamese = Program(secret, "vi").get("/api/v1/plans?limit=x").json()
    assert english["errors"] == [{"where": "query.limit", "message": "This has to be a whole number."}]
    assert english["code"] == vietnamese["code"]
    assert Program(secret, "xx").get("/api/v1/plans?limit=x").json()["errors"] == vietnamese["errors"]


def test_a_list_comes_in_pages_that_stay_whole(program):
    keys = [PlanFactory().key for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = program.get("/api/v1/plans", {"limit": 2, "cursor": cursor}).json()
        seen += [plan["key"] for plan in page["items"]]
        cursor = page["next"]
    assert seen == keys


@pytest.mark.parametrize(
    "cursor", ["x", "YWZ0ZXI6LTE", "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "ééé", "=", "a b", "\x00"]
)
def test_a_mark_nobody_gave_is_refused(program, cursor):
    answer = program.get("/api/v1/plans", {"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.cursor"


def test_an_answer_that_is_known_is_not_sent_again(program):
    PlanFactory()
    first = program.get("/api/v1/plans")
    again = program.get("/api/v1/plans", headers={"if-none-match": first["ETag"]})
    PlanFactory()
    changed = program.get("/api/v1/plans", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= set(first["Vary"].split(", "))


def test_head_is_get_without_the_body(program):
    assert program.head("/api/v1/plans")["ETag"] == program.get("/api/v1/plans")["ETag"]


def test_a_failure_is_told_and_logged(program, monkeypatch, caplog):
    def fails(**_):
        raise RuntimeError("planted")

    monkeypatch.setattr("api.views.plans.plans_found", fails)
    answer = program.get("/api/v1/plans")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "planted" in caplog.text
    assert "planted" not in answer.content.decode()


def test_an_outage_is_told_with_when_to_come_again(program, monkeypatch):
    def fails(**_):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("api.views.plans.plans_found", fails)
    answer = program.get("/api/v1/plans")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "60")


def test_the_description_is_open_and_complete(client):
    described = json.loads(client.get("/api/openapi.json").content)
    assert described["openapi"] == "3.1.0"
    assert len(described["paths"]) == 16
    for methods in described["paths"].values():
        for operation in methods.values():
            assert list(operation["responses"]["401"]["content"]) == [PROBLEM]
            assert operation["security"] == [{"Bearer": []}]


def test_the_page_for_programmers_names_every_address(client):
    page = client.get("/api/docs/").content.decode()
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    assert [path for path in paths if path not in page] == []
    assert "http" not in page.replace(f"http://{client.get('/').wsgi_request.get_host()}", "").replace(
        "http-equiv", ""
    )
