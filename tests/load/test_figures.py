"""What is told of a load, and the front server's file."""

import math

import pytest

from faults.visitor import Answer, Lost
from load.browser import Sample, form_to, form_with
from load.figures import by_kind, judged, percentile, tables, weighted
from load.front import PATTERN, site
from load.people import chosen, first_ones


def sample(kind, seconds, *, is_page=True, is_well=True):
    return Sample(kind, is_page, 0.0, seconds, 200 if is_well else 500, is_well)


def test_a_percentile_is_a_value_that_was_measured():
    seconds = [number / 100 for number in range(1, 101)]
    assert (percentile(seconds, 0.5), percentile(seconds, 0.95), percentile([3.0], 0.95)) == (0.5, 0.95, 3.0)
    assert math.isnan(percentile([], 0.95))


def test_the_idle_page_is_that_of_the_mix_under_load():
    idle = {"light": [0.1] * 10, "heavy": [1.0] * 10}
    assert weighted(idle, {"light": [1.0] * 99, "heavy": [1.0]}, 0.95) == 0.1
    assert weighted(idle, {"light": [1.0], "heavy": [1.0] * 99}, 0.95) == 1.0


@pytest.mark.parametrize(
    ("loaded", "wrong"),
    [
        ([sample("home", 0.9)], []),
        ([sample("home", 1.1)], ["p95 of pages above 10 × idle"]),
        ([sample("home", 0.5), sample("file", 11.0, is_page=False)], ["a request over 10 s"]),
        ([sample("home", 0.5), sample("home", 0.5, is_well=False)], ["errors"]),
    ],
)
def test_the_verdict_names_what_is_wrong(loaded, wrong):
    assert judged([sample("home", 0.1)], loaded, 0).wrong == wrong


def test_nothing_measured_is_no_pass():
    assert judged([], [], 0).wrong == ["p95 of pages above 10 × idle", "a request over 10 s"]


def test_pages_and_the_rest_stand_apart():
    seen = [sample("home", 0.1), sample("autosave", 0.2, is_page=False)]
    assert by_kind(seen, pages=True) == {"home": [0.1]}
    assert "autosave" in tables(seen, seen).partition("What was sent")[2]


def test_the_deployments_own_file_is_used_with_two_nodes(tmp_path):
    made = site(
        PATTERN.read_text(encoding="utf-8"),
        folder=tmp_path,
        static=tmp_path / "static",
        port=8443,
        plain_port=8080,
        nodes=[9001, 9002],
        is_old=False,
    )
    assert "server 127.0.0.1:9001; server 127.0.0.1:9002;" in made
    assert "web:8000" not in made
    assert "${" not in made
    with pytest.raises(ValueError, match="no “server web:8000;”"):
        site("", folder=tmp_path, static=tmp_path, port=1, plain_port=2, nodes=[], is_old=False)


def test_a_form_is_read_without_the_rest_of_the_page():
    page = Answer(
        200,
        "",
        '<form action="/a/"><input name="q"></form><form method="post" action="/b/c/"><input name="login" value="x"></form>',
    )
    assert form_with(page, "login").fields == [("login", "x")]
    assert form_to(page, "/b/").action == "/b/c/"
    assert form_to(page, "/z/") is None
    with pytest.raises(Lost):
        form_with(page, "missing")


def test_people_come_by_their_shares():
    people = [
        {"role": role, "place": number, "state": "draft", "email": f"{role}-{number}"}
        for number in range(40)
        for role in ("focal_point", "unit_leader", "specialist", "leader", "reader", "enterprise")
    ]
    many = chosen(people, 50)
    kinds = [who["role"] for who in many]
    assert (kinds.count("focal_point"), kinds.count("specialist"), kinds.count("leader")) == (26, 8, 2)
    assert not [who for who in first_ones(people) if who in many]  # they did alone what is done once
