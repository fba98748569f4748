"""The network carries what is said, and goes wrong in the way it is told to."""

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from faults import relay
from faults.servers import free_port
from scripts.supervisor.places import REPOSITORY

PATIENCE = 30  # seconds on a busy machine


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A relay with a server behind each way that says again what it hears, and notes it."""
    folder = tmp_path_factory.mktemp("net")
    heard = []
    ways, servers = {}, []
    for way in relay.WAYS:
        server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=_answer_all, args=[server, heard], daemon=True).start()
        ways[way] = [f"127.0.0.1:{free_port()}", f"127.0.0.1:{server.getsockname()[1]}"]
        servers.append(server)
    (folder / relay.ROUTES).write_text(json.dumps(ways))
    process = subprocess.Popen([sys.executable, "-m", "faults.relay", str(folder)], cwd=REPOSITORY)
    end = time.monotonic() + PATIENCE
    while not relay.tell(folder, {"cut": relay.WEB}) and time.monotonic() < end:
        time.sleep(0.05)
    yield folder, {way: int(listen.rpartition(":")[2]) for way, (listen, _to) in ways.items()}, heard
    process.kill()
    process.wait()
    for server in servers:
        server.close()


def _answer_all(server, heard):
    while True:
        try:
            line, _address = server.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=[line, heard], daemon=True).start()


def _answer(line, heard):
    with line, suppress(ConnectionError):  # lines are cut here
        while words := line.recv(65_536):
            heard.append(words)
            line.sendall(words)


@contextmanager
def ringing(network, way):
    """A line through the network."""
    with socket.create_connection(("127.0.0.1", network[1][way]), PATIENCE) as line:
        yield line


def said(line, words):
    """What comes back; empty when the line breaks."""
    try:
        line.sendall(words)
        return line.recv(65_536)
    except ConnectionError:
        return b""


def tell(network, told):
    assert relay.tell(network[0], told)
    time.sleep(0.1)


@pytest.mark.parametrize("way", relay.WAYS)
def test_in_fair_weather_everything_arrives(network, way):
    with ringing(network, way) as line:
        assert [said(line, words) for words in (b"one", b"two")] == [b"one", b"two"]


def test_a_way_is_cut_and_the_others_are_not(network):
    with ringing(network, relay.WEB) as web, ringing(network, relay.BROKER) as broker:
        assert said(web, b"x") == said(broker, b"x") == b"x"
        tell(network, {"cut": relay.BROKER})
        assert (said(web, b"y"), said(broker, b"y")) == (b"y", b"")


def test_lost_answers_are_requests_that_were_heard(network):
    with ringing(network, relay.DATABASE) as line:
        assert said(line, b"begin") == b"begin"
        tell(network, {"weather": {"deaf": relay.DATABASE}, "seconds": 0.5})
        assert said(line, b"commit") == b""
    assert network[2][-1] == b"commit"
    with ringing(network, relay.DATABASE) as line:
        assert said(line, b"again") == b"again"


def test_a_long_request_is_torn_and_a_short_one_is_not(network):
    tell(network, {"weather": {"tear_after": 1000}, "seconds": 0.5})
    with ringing(network, relay.WEB) as line:
        assert said(line, b"short") == b"short"
        assert len(said(line, b"x" * 4000)) < 4000
        assert said(line, b"more") == b""


def test_a_slow_network_takes_its_time(network):
    tell(network, {"weather": {"delay": 0.3}, "seconds": 5})
    begun = time.monotonic()
    with ringing(network, relay.WEB) as line:
        assert said(line, b"x") == b"x"
    assert time.monotonic() - begun >= 0.6  # there and back
