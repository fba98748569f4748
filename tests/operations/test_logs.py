"""The log is lines of JSON under the name of a request, and holds nothing about a person."""

import json
import logging
import sys

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from common.request_id import HEADER, named
from operations.logs import JsonLines, PlainLines, without_personal
from tests.factories.accounts import UserFactory

PERSONAL = ("lan.nguyen@so.example", "0912 345 678", "001203004567", "Nguyễn Thị Lan")


def line_of(words, *facts, fault=None, formatter=None, **more):
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, words, facts, fault)
    record.__dict__.update(more)
    return (formatter or JsonLines()).format(record)


def caught(act):
    """What the log is given of a fault."""
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever it is
        return sys.exc_info()
    raise AssertionError("nothing went wrong")


def test_a_line_is_one_json_object_with_the_name_of_its_request():
    with named("a-request"):
        line = line_of("two\nlines in %s", "Việt")
    assert "\n" not in line
    told = json.loads(line)
    assert {name: told[name] for name in ("level", "logger", "message", "request")} == {
        "level": "WARNING",
        "logger": "x",
        "message": "two\nlines in Việt",
        "request": "a-request",
    }


@pytest.mark.parametrize("formatter", [JsonLines(), PlainLines()])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x1c"])
def test_nobodys_words_make_a_line_of_their_own(formatter, end):
    forged = f"a{end}2026-11-21T00:00:00.000+00:00 ERROR portal: forged"
    assert len(line_of("wrong: %s", forged, formatter=formatter).splitlines()) == 1

    def refuse():
        raise LookupError(forged)

    plain = line_of("wrong", fault=caught(refuse), formatter=formatter).splitlines()
    assert [line for line in plain if line.startswith("2026-11-21T00:00:00")] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mail to lan.nguyen@so.example refused", "mail to [address] refused"),
        ("called 0912 345 678 twice", "called [number] twice"),
        ("+84 912 345 678", "[number]"),
        ("tax code 0100109106-001 is taken", "tax code [number] is taken"),
        ("GET /tim-kiem/?q=Lan&trang=2 failed", "GET /tim-kiem/?… failed"),
        ("job 4711 took 12,5 s in 2026", "job 4711 took 12,5 s in 2026"),
        ("request 5f3c0a5e9f6c4a0f8f8f6e1d2c3b4a59", "request 5f3c0a5e9f6c4a0f8f8f6e1d2c3b4a59"),
    ],
)
def test_what_looks_like_a_person_is_blotted_out(words, told):
    assert without_personal(words) == told


@pytest.mark.django_db
def test_the_databases_complaint_does_not_quote_the_row():
    UserFactory(email=PERSONAL[0], full_name=PERSONAL[3])

    def twice():
        with transaction.atomic():
            User.objects.create(email=PERSONAL[0], full_name=PERSONAL[3])

    fault = caught(twice)
    assert isinstance(fault[1], IntegrityError)
    assert PERSONAL[0] in str(fault[1])  # or there would be nothing to hide
    for formatter in (JsonLines(), PlainLines()):
        line = line_of("it went wrong", fault=fault, formatter=formatter)
        assert "one_account_per_address" in line or "accounts_user_email" in line
        assert [word for word in PERSONAL if word in line] == []


def test_a_refusal_is_told_by_its_code():
    def refuse():
        raise ValidationError(f"{PERSONAL[3]} is known already", code="known")

    line = line_of("refused", fault=caught(refuse))
    assert json.loads(line)["fault"]["words"] == "known"
    assert PERSONAL[3] not in line


def test_words_and_facts_that_do_not_fit_do_not_break_the_log():
    assert json.loads(line_of("%s and %s", "one"))["message"] == "%s and %s"


@pytest.mark.django_db
def test_addresses_of_pages_are_told_by_their_pattern(client, caplog):
    """A search, a secret in a link and a name in an address stay out of every line a request leaves."""
    client.raise_request_exception = False
    addresses = [
        f"{reverse('portal:home')}?q={PERSONAL[3]}",
        reverse("account_reset_password_from_key", args=["1", "set-password-secret"]),
        f"/khong-co/{PERSONAL[0]}/",
        f"{reverse('support:look_up')}?ma={PERSONAL[2]}",
    ]
    with caplog.at_level(logging.INFO):
        for address in addresses:
            client.get(address)
    lines = [JsonLines().format(record) for record in caplog.records]
    answered = [json.loads(line) for line in lines if "portal.request" in line]
    assert [line["route"] for line in answered] == [
        "/",
        "/tai-khoan/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "none",
        "/tra-cuu/",
    ]
    assert [word for word in (*PERSONAL, "set-password-secret") if word in "\n".join(lines)] == []


@pytest.mark.django_db
def test_a_wrong_password_leaves_no_address_in_the_log(client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(reverse("account_login"), {"login": PERSONAL[0], "password": "sai-mat-khau-roi"})
    lines = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert lines
    assert [word for word in (PERSONAL[0], "sai-mat-khau-roi") if word in lines] == []


@pytest.mark.django_db(transaction=True)
def test_a_job_goes_on_under_the_name_of_the_request_that_asked_for_it(worker, admin_client):
    from jobs.actions import send
    from tests.jobs.worker import until

    worker.environment["PORTAL_LOG_FORMAT"] = "json"
    worker.start()
    with named("a-request-of-its-own"):
        send(1)  # nobody's job: the worker looks, finds nothing, and says so

    def told():
        text = (worker.folder / "worker.log").read_text(errors="replace")
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("request") == "a-request-of-its-own"]

    assert until(told)


@pytest.mark.django_db
def test_the_answer_names_the_request_its_line_names(client, caplog):
    with caplog.at_level(logging.INFO, "portal.request"):
        page = client.get(reverse("operations:live"))
    assert page[HEADER]
    assert [record.route for record in caplog.records if record.name == "portal.request"] == [
        "/healthz/live/"
    ]
