"""The name of a request: in, out, on the page and in the log."""

import logging
import re
from uuid import uuid4

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import override_settings
from django.urls import include, path

from common.request_id import HEADER, code_of, named, request_id


@login_not_required
def burst(request):
    raise RuntimeError


urlpatterns = [path("burst/", burst), path("", include("config.urls"))]


@pytest.mark.django_db
def test_every_answer_says_its_name_and_no_two_the_same(client):
    names = {client.get("/healthz/live/")[HEADER] for _turn in range(3)}
    assert len(names) == 3


@pytest.mark.django_db
def test_the_name_our_front_server_gave_is_kept_and_a_strangers_is_not(client, settings):
    given = uuid4().hex
    assert client.get("/healthz/live/", headers={HEADER: given})[HEADER] != given
    settings.BEHIND_PROXY = True
    assert client.get("/healthz/live/", headers={HEADER: given})[HEADER] == given
    assert client.get("/healthz/live/", headers={HEADER: "a b\n c"})[HEADER] != "a b\n c"


def test_the_code_can_be_said_on_the_phone():
    assert re.fullmatch(r"\d{4}-\d{4}", code_of(uuid4().hex))
    assert code_of("") == ""


def test_the_name_ends_with_the_request():
    with named("x"):
        assert request_id() == "x"
    assert request_id() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/khong-co/", 404), ("/burst/", 500)])
def test_the_code_on_the_page_is_the_code_in_the_log(client, caplog, address, status):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__), caplog.at_level(logging.INFO, "portal.request"):
        page = client.get(address)
    assert page.status_code == status
    code = code_of(page[HEADER])
    assert f"<strong>{code}</strong>" in page.content.decode()
    assert [record.code for record in caplog.records if record.name == "portal.request"] == [code]
