"""The port, the secret and the settings of a trial."""

import socket
import stat

import pytest

from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import Places
from scripts.supervisor.portal import environment, require_free_port, secret_key_file, wanted_port


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path, tmp_path / "embedded", None)


def test_a_port_in_use_is_named_together_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Complaint) as complaint:
            require_free_port(port)
    assert complaint.value.english == (
        f"Port {port} is taken by another program. Choose another one: PORT={port % 65535 + 1} make run"
    )


@pytest.mark.parametrize(("given", "port"), [("", 8000), ("8123", 8123)])
def test_the_port_comes_from_the_environment(monkeypatch, given, port):
    monkeypatch.setenv("PORT", given)
    assert wanted_port() == port


@pytest.mark.parametrize("given", ["eight", "0", "65536", "-1"])
def test_what_is_not_a_port_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(Complaint):
        wanted_port()


def test_the_secret_is_made_once_and_for_its_owner_only(places):
    file = secret_key_file(places)
    secret = file.read_text(encoding="ascii")
    assert len(secret) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key_file(places).read_text(encoding="ascii") == secret


def test_what_the_person_set_wins(places, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "mine")
    monkeypatch.setenv("PORTAL_ALLOWED_HOSTS", "portal.example")
    settings = environment(places, 8000)
    assert settings["PORTAL_ALLOWED_HOSTS"] == "portal.example"
    assert "PORTAL_SECRET_KEY_FILE" not in settings
